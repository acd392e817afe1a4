/** The syntax tree of a query: immutable, typed, with positions. */
@NullMarked
package io.pharos.query.promql.ast;

import org.jspecify.annotations.NullMarked;
