/** Computes plans, a series at a time over all steps. */
@NullMarked
package io.pharos.query.promql.operator;

import org.jspecify.annotations.NullMarked;
