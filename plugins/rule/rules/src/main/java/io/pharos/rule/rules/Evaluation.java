package io.pharos.rule.rules;

import java.util.List;
import java.util.Map;

/**
 * One evaluation of a group. Immutable.
 *
 * @param timestamp the slot, in epoch milliseconds
 * @param queryOffset how much earlier queries look and samples are stamped, in milliseconds
 * @param limit how many series or alerts a rule may give, 0 for any
 * @param group who asks, for the query log
 */
record Evaluation(
    long timestamp, long queryOffset, long limit, RuleQueries queries, Map<String, String> group) {
  /** The time of samples that are read and written. */
  long sampleTime() {
    return timestamp - queryOffset;
  }

  /** The series of an expression. */
  List<RuleSample> vector(String expression) {
    return queries.vector(expression, sampleTime(), group);
  }

  /** The series of a query in a template, which the offset does not move. */
  List<RuleSample> templateVector(String query) {
    return queries.vector(query, timestamp, group);
  }
}
