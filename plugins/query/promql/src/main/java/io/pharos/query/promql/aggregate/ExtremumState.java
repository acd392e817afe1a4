package io.pharos.query.promql.aggregate;

import io.pharos.query.promql.series.Column;

/** min and max: NaN counts only where there is nothing else. */
final class ExtremumState extends GroupState {
  private final AggregateContext context;
  private final boolean most;
  private final Column result;

  ExtremumState(AggregateContext context, boolean most) {
    this.context = context;
    this.most = most;
    this.result = new Column(context.steps());
  }

  @Override
  public void add(Column column) {
    double[] values = column.values();
    double[] results = result.values();
    boolean histograms = column.hasHistograms();
    for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
      if (histograms && column.histogram(step) != null) {
        context.histogramIgnored();
        continue;
      }
      double value = values[step];
      if (!result.has(step)) {
        result.set(step, value);
      } else if ((most ? value > results[step] : value < results[step])
          || Double.isNaN(results[step])) {
        results[step] = value;
      }
    }
  }

  @Override
  public void merge(GroupState other) {
    add(((ExtremumState) other).result);
  }

  @Override
  public Column finish() {
    return result;
  }
}
