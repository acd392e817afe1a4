/** The extension point of discovery mechanisms. */
@NullMarked
package io.pharos.spi.discovery;

import org.jspecify.annotations.NullMarked;
