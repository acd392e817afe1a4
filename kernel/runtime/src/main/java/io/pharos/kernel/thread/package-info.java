/** Time and threads: the kernel is the only one to make them. */
@NullMarked
package io.pharos.kernel.thread;

import org.jspecify.annotations.NullMarked;
