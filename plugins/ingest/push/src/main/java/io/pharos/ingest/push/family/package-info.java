/** Families of pushed metrics, and their texts. */
@NullMarked
package io.pharos.ingest.push.family;

import org.jspecify.annotations.NullMarked;
