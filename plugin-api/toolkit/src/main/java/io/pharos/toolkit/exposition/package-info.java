/**
 * Reads what exporters write: the text formats and OpenMetrics, in place and without objects per
 * sample.
 */
@NullMarked
package io.pharos.toolkit.exposition;

import org.jspecify.annotations.NullMarked;
