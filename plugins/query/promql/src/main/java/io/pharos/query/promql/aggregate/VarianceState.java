package io.pharos.query.promql.aggregate;

import io.pharos.query.promql.series.Column;

/** stddev and stdvar, by running means and sums of squared distances from them. */
final class VarianceState extends GroupState {
  private final AggregateContext context;
  private final boolean root;
  private final double[] means;
  private final double[] squares;
  private final int[] counts;

  VarianceState(AggregateContext context, boolean root) {
    this.context = context;
    this.root = root;
    this.means = new double[context.steps()];
    this.squares = new double[context.steps()];
    this.counts = new int[context.steps()];
  }

  @Override
  public void add(Column column) {
    double[] values = column.values();
    boolean histograms = column.hasHistograms();
    for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
      if (histograms && column.histogram(step) != null) {
        context.histogramIgnored();
        continue;
      }
      double value = values[step];
      double delta = value - means[step];
      means[step] += delta / ++counts[step];
      squares[step] += delta * (value - means[step]);
    }
  }

  @Override
  public void merge(GroupState other) {
    VarianceState theirs = (VarianceState) other;
    for (int step = 0; step < means.length; step++) {
      int count = counts[step];
      int theirCount = theirs.counts[step];
      if (theirCount == 0) {
        continue;
      }
      double all = (double) count + theirCount;
      double delta = theirs.means[step] - means[step];
      squares[step] +=
          theirs.squares[step] + (count == 0 ? 0 : delta * delta * count * theirCount / all);
      means[step] = count == 0 ? theirs.means[step] : means[step] + delta * theirCount / all;
      counts[step] = count + theirCount;
    }
  }

  @Override
  public Column finish() {
    Column result = new Column(means.length);
    for (int step = 0; step < means.length; step++) {
      if (counts[step] > 0) {
        double variance = squares[step] / counts[step];
        result.set(step, root ? Math.sqrt(variance) : variance);
      }
    }
    return result;
  }
}
