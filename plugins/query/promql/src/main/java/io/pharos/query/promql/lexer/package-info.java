/** Turns the text of a query into tokens with positions. */
@NullMarked
package io.pharos.query.promql.lexer;

import org.jspecify.annotations.NullMarked;
