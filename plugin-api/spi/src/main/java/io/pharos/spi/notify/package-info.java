/** The extension point of notifiers. */
@NullMarked
package io.pharos.spi.notify;

import org.jspecify.annotations.NullMarked;
