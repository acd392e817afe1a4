/** The log, as an SLF4J provider that writes the originals' line format. */
@NullMarked
package io.pharos.kernel.log;

import org.jspecify.annotations.NullMarked;
