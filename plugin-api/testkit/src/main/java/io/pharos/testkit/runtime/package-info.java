/**
 * Fakes of what the kernel lends: time that a test moves, metrics that it reads, memory that it
 * limits.
 */
@NullMarked
package io.pharos.testkit.runtime;

import org.jspecify.annotations.NullMarked;
