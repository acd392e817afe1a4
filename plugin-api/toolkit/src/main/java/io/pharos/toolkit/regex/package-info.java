/** Regular expressions in RE2 syntax, matched in linear time. */
@NullMarked
package io.pharos.toolkit.regex;

import org.jspecify.annotations.NullMarked;
