/** Tests. */
@NullMarked
package io.pharos.ingest.remotewrite;

import org.jspecify.annotations.NullMarked;
