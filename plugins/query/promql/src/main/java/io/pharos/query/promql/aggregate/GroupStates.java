package io.pharos.query.promql.aggregate;

import io.pharos.query.promql.ast.AggregateOp;

/** Makes the states of aggregations. */
public final class GroupStates {
  private GroupStates() {}

  /** A state for a new group. */
  public static GroupState begin(AggregateOp op, AggregateContext context) {
    return switch (op) {
      case SUM -> new SumState(context, false);
      case AVG -> new SumState(context, true);
      case COUNT -> new CountState(context, false);
      case GROUP -> new CountState(context, true);
      case MIN -> new ExtremumState(context, false);
      case MAX -> new ExtremumState(context, true);
      case STDDEV -> new VarianceState(context, true);
      case STDVAR -> new VarianceState(context, false);
      case QUANTILE -> new QuantileState(context);
      case TOPK, BOTTOMK, COUNT_VALUES, LIMITK, LIMIT_RATIO ->
          throw new IllegalArgumentException("no aggregation into one value: " + op);
    };
  }
}
