package io.pharos.query.promql.function;

import io.pharos.model.sample.Histogram;
import io.pharos.query.promql.series.Column;

/** Takes a single sample of a window. */
final class Pick {
  private Pick() {}

  static void sample(RangeInput in, int index, int step, Column out) {
    Histogram histogram = in.samples().histogram(index);
    if (histogram == null) {
      out.set(step, in.samples().values()[index]);
    } else {
      out.set(step, histogram);
    }
  }

  static void time(RangeInput in, int index, int step, Column out) {
    out.set(step, in.samples().times()[index] / 1000.0);
  }
}
