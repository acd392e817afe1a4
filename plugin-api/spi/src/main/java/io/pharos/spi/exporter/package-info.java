/** The extension point of in-process exporters. */
@NullMarked
package io.pharos.spi.exporter;

import org.jspecify.annotations.NullMarked;
