/** What the aggregations of the language compute. */
@NullMarked
package io.pharos.query.promql.aggregate;

import org.jspecify.annotations.NullMarked;
