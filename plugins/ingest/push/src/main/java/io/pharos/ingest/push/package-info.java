/** Metrics that jobs push and that stay until they are replaced or deleted. */
@NullMarked
package io.pharos.ingest.push;

import org.jspecify.annotations.NullMarked;
