/** Rules of the house that the compiler does not know. */
@NullMarked
package io.pharos.acceptance.house;

import org.jspecify.annotations.NullMarked;
