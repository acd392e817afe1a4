/** The extension point of query engines. */
@NullMarked
package io.pharos.spi.query;

import org.jspecify.annotations.NullMarked;
