/** The extension point of sub-commands. */
@NullMarked
package io.pharos.spi.command;

import org.jspecify.annotations.NullMarked;
