/** Steps, samples and columns: the data that operators and functions work on. */
@NullMarked
package io.pharos.query.promql.series;

import org.jspecify.annotations.NullMarked;
