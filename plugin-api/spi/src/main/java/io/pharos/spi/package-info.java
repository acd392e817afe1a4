/** What a plugin author compiles against: one package for each extension point. */
@NullMarked
package io.pharos.spi;

import org.jspecify.annotations.NullMarked;
