package io.pharos.query.promql.function;

import io.pharos.query.promql.series.Column;
import io.pharos.spi.error.QueryException;
import java.util.Locale;

/**
 * double_exponential_smoothing. Its state at the end of a window depends on where the window
 * begins, so each window is gone through on its own.
 */
final class Smoothing {
  private Smoothing() {}

  static void compute(RangeInput in, int step, int from, int to, Column out) {
    double smoothing = in.scalar(0, step);
    double trend = in.scalar(1, step);
    check("smoothing", "sf", smoothing);
    check("trend", "tf", trend);
    Floats floats = Floats.of(in, from, to);
    if (floats.size() < 2) {
      return;
    }
    double before = 0;
    double level = floats.values[floats.from];
    double slope = floats.values[floats.from + 1] - level;
    for (int i = floats.from + 1; i < floats.to; i++) {
      if (i > floats.from + 1) {
        slope = trend * (level - before) + (1 - trend) * slope;
      }
      double next = smoothing * floats.values[i] + (1 - smoothing) * (level + slope);
      before = level;
      level = next;
    }
    out.set(step, level);
  }

  private static void check(String what, String shortName, double value) {
    if (!(value > 0 && value < 1)) {
      throw new QueryException(
          QueryException.Code.EXECUTION,
          String.format(
              Locale.ROOT,
              "invalid %s factor. Expected: 0 < %s < 1, got: %f",
              what,
              shortName,
              value));
    }
  }
}
