package io.pharos.query.promql.function;

import io.pharos.query.promql.histogram.Compensated;
import io.pharos.query.promql.series.Column;

/**
 * stddev_over_time and stdvar_over_time. Short windows are gone through one by one, with
 * compensated sums; long ones slide: mean and squares of the samples from each place up to a
 * middle, and of those from the middle on, are put together, so that nothing is ever subtracted.
 */
final class Variance implements RangeFunction {
  private final boolean root;

  Variance(boolean root) {
    this.root = root;
  }

  @Override
  public void compute(RangeInput in, Column out) {
    if (in.slides()) {
      slide(in, out);
      return;
    }
    int[] from = in.from();
    int[] to = in.to();
    for (int step = 0; step < from.length; step++) {
      if (to[step] > from[step]) {
        in.looked(to[step] - from[step]);
        Floats floats = Floats.of(in, from[step], to[step]);
        if (floats.size() > 0) {
          set(step, of(floats.values, floats.from, floats.to), out);
        }
      }
    }
  }

  private void set(int step, double variance, Column out) {
    out.set(step, root ? Math.sqrt(variance) : variance);
  }

  private static double of(double[] values, int from, int to) {
    double mean = 0;
    double meanLost = 0;
    double squares = 0;
    double squaresLost = 0;
    double count = 0;
    for (int i = from; i < to; i++) {
      count++;
      double value = values[i];
      double delta = value - (mean + meanLost);
      double move = delta / count;
      meanLost += Compensated.lost(mean, move);
      mean += move;
      double square = delta * (value - (mean + meanLost));
      squaresLost += Compensated.lost(squares, square);
      squares += square;
    }
    return (squares + squaresLost) / count;
  }

  private void slide(RangeInput in, Column out) {
    double[] values = in.samples().values();
    int[] from = in.from();
    int[] to = in.to();
    double[] tailMeans = in.room(0, in.samples().size());
    double[] tailSquares = in.room(1, in.samples().size());
    int middle = 0;
    int end = 0;
    double mean = 0;
    double squares = 0;
    double origin = 0;
    for (int step = 0; step < from.length; step++) {
      int first = from[step];
      int last = to[step];
      if (last <= first) {
        continue;
      }
      if (first >= middle) {
        // near the values, so that their distances keep all digits
        origin = Double.isFinite(values[first]) ? values[first] : 0;
        middle = last;
        end = last;
        tails(values, first, last, origin, tailMeans, tailSquares);
        mean = 0;
        squares = 0;
      }
      for (; end < last; end++) {
        double value = values[end] - origin;
        double delta = value - mean;
        mean += delta / (end + 1 - middle);
        squares += delta * (value - mean);
      }
      double count = last - first;
      double apart = mean - tailMeans[first];
      double weight = (double) (middle - first) * (last - middle) / count;
      double between = apart * apart * weight;
      double variance = (tailSquares[first] + squares + (last > middle ? between : 0)) / count;
      if (Double.isFinite(variance)) {
        set(step, variance, out);
      } else {
        in.looked(last - first);
        set(step, of(values, first, last), out);
      }
    }
  }

  private static void tails(
      double[] values, int first, int last, double origin, double[] means, double[] squares) {
    double mean = 0;
    double square = 0;
    for (int i = last - 1; i >= first; i--) {
      double value = values[i] - origin;
      double delta = value - mean;
      mean += delta / (last - i);
      square += delta * (value - mean);
      means[i] = mean;
      squares[i] = square;
    }
  }
}
