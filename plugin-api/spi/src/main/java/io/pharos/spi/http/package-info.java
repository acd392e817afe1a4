/** Routes that a plugin serves, and outgoing HTTP. */
@NullMarked
package io.pharos.spi.http;

import org.jspecify.annotations.NullMarked;
