package io.pharos.query.promql.function;

import io.pharos.model.sample.Histogram;
import io.pharos.query.promql.histogram.HistogramEquality;
import io.pharos.query.promql.histogram.Resets;
import io.pharos.query.promql.series.Column;
import io.pharos.query.promql.series.Samples;

/** changes and resets: how many samples of a window differ, or start anew, from the one before. */
final class Switches implements RangeFunction {
  private final boolean resets;

  Switches(boolean resets) {
    this.resets = resets;
  }

  @Override
  public void compute(RangeInput in, Column out) {
    Samples samples = in.samples();
    int[] upTo = upTo(samples, resets, resets && in.usesStartTimes());
    int[] from = in.from();
    int[] to = in.to();
    for (int step = 0; step < from.length; step++) {
      if (to[step] > from[step]) {
        out.set(step, upTo[to[step] - 1] - upTo[from[step]]);
      }
    }
  }

  /** How many there are up to each sample. */
  static int[] upTo(Samples samples, boolean resets, boolean starts) {
    Switches switches = new Switches(resets);
    int[] upTo = new int[samples.size()];
    for (int i = 1; i < upTo.length; i++) {
      upTo[i] = upTo[i - 1] + (switches.counts(samples, i, starts) ? 1 : 0);
    }
    return upTo;
  }

  /** Of all these points. */
  static int count(Samples points, boolean resets) {
    Switches switches = new Switches(resets);
    int count = 0;
    for (int i = 1; i < points.size(); i++) {
      if (switches.counts(points, i, false)) {
        count++;
      }
    }
    return count;
  }

  private boolean counts(Samples samples, int i, boolean starts) {
    Histogram before = samples.histogram(i - 1);
    Histogram after = samples.histogram(i);
    if (before == null && after == null) {
      double x = samples.values()[i - 1];
      double y = samples.values()[i];
      return resets
          ? y < x || (starts && StartTimes.reset(samples, i))
          : x != y && !(Double.isNaN(x) && Double.isNaN(y));
    }
    if (before == null || after == null) {
      return true;
    }
    return resets
        ? Resets.between(before, after) || (starts && StartTimes.reset(samples, i))
        : !HistogramEquality.equal(before, after);
  }
}
