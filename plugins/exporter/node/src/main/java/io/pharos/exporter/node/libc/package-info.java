/** Calls of the C library for what no file of {@code /proc} tells. */
@NullMarked
package io.pharos.exporter.node.libc;

import org.jspecify.annotations.NullMarked;
