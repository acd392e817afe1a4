/** The families of errors, each with a code. */
@NullMarked
package io.pharos.spi.error;

import org.jspecify.annotations.NullMarked;
