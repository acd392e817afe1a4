package io.pharos.query.promql.function;

import io.pharos.query.promql.histogram.Compensated;
import io.pharos.query.promql.series.Column;
import io.pharos.spi.error.QueryException;
import java.util.Locale;

/** deriv, predict_linear and double_exponential_smoothing: lines through the floats of a window. */
final class Regression {
  private Regression() {}

  static void deriv(RangeInput in, int step, int from, int to, Column out) {
    Floats floats = Floats.of(in, from, to);
    if (floats.size() >= 2) {
      out.set(step, line(floats, floats.times[floats.from])[0]);
    }
  }

  static void predict(RangeInput in, int step, int from, int to, Column out) {
    Floats floats = Floats.of(in, from, to);
    if (floats.size() >= 2) {
      double[] line = line(floats, in.stepTime(step));
      out.set(step, line[0] * in.scalar(0, step) + line[1]);
    }
  }

  /** Slope per second and value at a moment, by least squares. */
  private static double[] line(Floats floats, long moment) {
    Sum sumX = new Sum();
    Sum sumY = new Sum();
    Sum sumXy = new Sum();
    Sum sumX2 = new Sum();
    double first = floats.values[floats.from];
    boolean constant = true;
    for (int i = floats.from; i < floats.to; i++) {
      double y = floats.values[i];
      double x = (floats.times[i] - moment) / 1000.0;
      constant &= i == floats.from || y == first;
      sumX.add(x);
      sumY.add(y);
      sumXy.add(x * y);
      sumX2.add(x * x);
    }
    if (constant) {
      return Double.isInfinite(first)
          ? new double[] {Double.NaN, Double.NaN}
          : new double[] {0, first};
    }
    double n = floats.size();
    double covariance = sumXy.total() - sumX.total() * sumY.total() / n;
    double variance = sumX2.total() - sumX.total() * sumX.total() / n;
    double slope = covariance / variance;
    return new double[] {slope, sumY.total() / n - slope * sumX.total() / n};
  }

  static void smooth(RangeInput in, int step, int from, int to, Column out) {
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

  /** A compensated sum. */
  private static final class Sum {
    private double sum;
    private double lost;

    void add(double value) {
      lost += Compensated.lost(sum, value);
      sum += value;
    }

    double total() {
      return sum + lost;
    }
  }
}
