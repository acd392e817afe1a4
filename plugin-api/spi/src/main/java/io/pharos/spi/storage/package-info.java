/** The extension point of storage backends: columnar appends and streamed, columnar reads. */
@NullMarked
package io.pharos.spi.storage;

import org.jspecify.annotations.NullMarked;
