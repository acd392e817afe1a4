/** What the runtime asks of the HTTP host, and what the host asks of the runtime. */
@NullMarked
package io.pharos.kernel.host;

import org.jspecify.annotations.NullMarked;
