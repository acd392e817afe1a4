/** The built archive as a process. */
@NullMarked
package io.pharos.acceptance.process;

import org.jspecify.annotations.NullMarked;
