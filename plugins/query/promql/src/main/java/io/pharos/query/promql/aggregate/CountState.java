package io.pharos.query.promql.aggregate;

import io.pharos.query.promql.series.Column;

/** count and group: both kinds of samples count. */
final class CountState extends GroupState {
  private final int[] counts;
  private final boolean one;

  CountState(AggregateContext context, boolean one) {
    this.counts = new int[context.steps()];
    this.one = one;
  }

  @Override
  public void add(Column column) {
    for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
      counts[step]++;
    }
  }

  @Override
  public void merge(GroupState other) {
    int[] theirs = ((CountState) other).counts;
    for (int step = 0; step < counts.length; step++) {
      counts[step] += theirs[step];
    }
  }

  @Override
  public Column finish() {
    Column result = new Column(counts.length);
    for (int step = 0; step < counts.length; step++) {
      if (counts[step] > 0) {
        result.set(step, one ? 1 : counts[step]);
      }
    }
    return result;
  }
}
