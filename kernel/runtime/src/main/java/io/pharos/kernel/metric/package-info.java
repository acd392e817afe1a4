/** The server's own metrics. */
@NullMarked
package io.pharos.kernel.metric;

import org.jspecify.annotations.NullMarked;
