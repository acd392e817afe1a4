/** Where alerts go once a rule has raised them. */
@NullMarked
package io.pharos.spi.alert;

import org.jspecify.annotations.NullMarked;
