/** Configuration files and the command line, bound to records. */
@NullMarked
package io.pharos.kernel.config;

import org.jspecify.annotations.NullMarked;
