package io.pharos.query.promql.function;

import io.pharos.query.promql.histogram.Compensated;
import io.pharos.query.promql.series.Column;
import java.util.Arrays;

/** stddev_over_time, stdvar_over_time and mad_over_time. */
final class Spread {
  private Spread() {}

  static void variance(RangeInput in, int step, int from, int to, boolean root, Column out) {
    Floats floats = Floats.of(in, from, to);
    if (floats.size() == 0) {
      return;
    }
    double mean = 0;
    double meanLost = 0;
    double squares = 0;
    double squaresLost = 0;
    double count = 0;
    for (int i = floats.from; i < floats.to; i++) {
      count++;
      double value = floats.values[i];
      double delta = value - (mean + meanLost);
      double move = delta / count;
      meanLost += Compensated.lost(mean, move);
      mean += move;
      double square = delta * (value - (mean + meanLost));
      squaresLost += Compensated.lost(squares, square);
      squares += square;
    }
    double variance = (squares + squaresLost) / count;
    out.set(step, root ? Math.sqrt(variance) : variance);
  }

  static void mad(RangeInput in, int step, int from, int to, Column out) {
    Floats floats = Floats.of(in, from, to);
    if (floats.size() == 0) {
      return;
    }
    double[] values = Arrays.copyOfRange(floats.values, floats.from, floats.to);
    for (double value : values) {
      if (Double.isNaN(value)) {
        out.set(step, Double.NaN);
        return;
      }
    }
    double median = median(values);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i] - median);
    }
    out.set(step, median(values));
  }

  private static double median(double[] values) {
    Quantiles.sort(values, 0, values.length);
    return Quantiles.of(0.5, values, 0, values.length);
  }
}
