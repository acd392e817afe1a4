/** The command line, and the wiring of kernel, web host and plugins. */
@NullMarked
package io.pharos.kernel.main;

import org.jspecify.annotations.NullMarked;
