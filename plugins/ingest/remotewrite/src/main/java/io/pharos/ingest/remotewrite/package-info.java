/** The receiver of remote write: decodes requests in place and appends them as columns. */
@NullMarked
package io.pharos.ingest.remotewrite;

import org.jspecify.annotations.NullMarked;
