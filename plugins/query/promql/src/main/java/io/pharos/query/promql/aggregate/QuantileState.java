package io.pharos.query.promql.aggregate;

import io.pharos.query.promql.function.Quantiles;
import io.pharos.query.promql.series.Column;
import java.util.Arrays;

/** quantile: all values of each step are kept until the end. */
final class QuantileState extends GroupState {
  private static final double[] NONE = {};

  private final AggregateContext context;
  private final double[][] values;
  private final int[] counts;

  QuantileState(AggregateContext context) {
    this.context = context;
    this.values = new double[context.steps()][];
    this.counts = new int[context.steps()];
    Arrays.fill(values, NONE);
  }

  @Override
  public void add(Column column) {
    boolean histograms = column.hasHistograms();
    for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
      if (histograms && column.histogram(step) != null) {
        context.histogramIgnored();
      } else {
        add(step, column.values()[step]);
      }
    }
  }

  private void add(int step, double value) {
    int count = counts[step]++;
    if (count == values[step].length) {
      values[step] = Arrays.copyOf(values[step], Math.max(8, 2 * count));
    }
    values[step][count] = value;
  }

  @Override
  public void merge(GroupState other) {
    QuantileState theirs = (QuantileState) other;
    for (int step = 0; step < counts.length; step++) {
      for (int i = 0; i < theirs.counts[step]; i++) {
        add(step, theirs.values[step][i]);
      }
    }
  }

  @Override
  public Column finish() {
    Column result = new Column(counts.length);
    for (int step = 0; step < counts.length; step++) {
      if (counts[step] > 0) {
        Quantiles.sort(values[step], 0, counts[step]);
        result.set(step, Quantiles.of(context.parameters()[step], values[step], 0, counts[step]));
      }
    }
    return result;
  }
}
