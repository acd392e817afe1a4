/** Load of a fleet on whole servers, ours and others, and what it costs them. */
@NullMarked
package io.pharos.benchmarks.load;

import org.jspecify.annotations.NullMarked;
