/**
 * What the kernel lends to plugins: time, threads, memory, metrics, and the services of other
 * plugins.
 */
@NullMarked
package io.pharos.spi.runtime;

import org.jspecify.annotations.NullMarked;
