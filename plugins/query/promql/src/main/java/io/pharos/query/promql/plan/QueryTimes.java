package io.pharos.query.promql.plan;

import io.pharos.query.promql.series.Steps;

/**
 * The times of a query that its plan depends on; all in milliseconds. Immutable.
 *
 * @param step 0 for an instant query
 * @param subqueryInterval the step of subqueries that state none
 */
public record QueryTimes(long start, long end, long step, long subqueryInterval) {
  /** How many steps there are. */
  public int count() {
    return Steps.between(start, end, step).count();
  }
}
