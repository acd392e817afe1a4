/** Groups of pushed families, the check of their consistency, and the file that keeps them. */
@NullMarked
package io.pharos.ingest.push.store;

import org.jspecify.annotations.NullMarked;
