/** Writes a syntax tree: on one line, pretty, and as the tree of the HTTP API. */
@NullMarked
package io.pharos.query.promql.format;

import org.jspecify.annotations.NullMarked;
