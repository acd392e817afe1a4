/** The extension point of parts: plugins that own top-level sections and are one of their sort. */
@NullMarked
package io.pharos.spi.part;

import org.jspecify.annotations.NullMarked;
