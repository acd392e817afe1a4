/** The query engine as the rest of the server sees it: limits, active queries, results. */
@NullMarked
package io.pharos.query.promql.engine;

import org.jspecify.annotations.NullMarked;
