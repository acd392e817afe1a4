/** Benchmarks of the classes on hot paths. */
@NullMarked
package io.pharos.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
