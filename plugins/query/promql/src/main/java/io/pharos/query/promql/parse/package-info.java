/** Turns tokens into a checked syntax tree; every error names line, column and reason. */
@NullMarked
package io.pharos.query.promql.parse;

import org.jspecify.annotations.NullMarked;
