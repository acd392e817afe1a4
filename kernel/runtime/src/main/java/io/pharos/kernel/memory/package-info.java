/** The budget of memory that all parts share. */
@NullMarked
package io.pharos.kernel.memory;

import org.jspecify.annotations.NullMarked;
