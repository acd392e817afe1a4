package io.pharos.query.promql.function;

import io.pharos.query.promql.series.Column;
import java.util.Arrays;

/**
 * mad_over_time: the median of the distances from the median. The window is kept sorted as it
 * slides; the distances then rise to both sides of the median, and the one in their middle is found
 * by halving.
 */
final class MadOverTime implements RangeFunction {
  @Override
  public void compute(RangeInput in, Column out) {
    boolean histograms = in.samples().hasHistograms();
    int[] from = in.from();
    int[] to = in.to();
    SortedWindow sorted = new SortedWindow(in.samples().values(), in.room(0, in.samples().size()));
    for (int step = 0; step < from.length; step++) {
      if (to[step] <= from[step]) {
        continue;
      }
      in.looked(to[step] - from[step]);
      if (histograms) {
        Floats floats = Floats.of(in, from[step], to[step]);
        if (floats.size() > 0) {
          double[] values = Arrays.copyOfRange(floats.values, floats.from, floats.to);
          Quantiles.sort(values, 0, values.length);
          out.set(step, of(values, values.length));
        }
        continue;
      }
      sorted.slide(from[step], to[step]);
      out.set(step, of(sorted.values(), sorted.size()));
    }
  }

  /** Of sorted values; NaN if one of them is. */
  static double of(double[] sorted, int size) {
    if (Double.isNaN(sorted[0])) {
      return Double.NaN;
    }
    double median = Quantiles.of(0.5, sorted, 0, size);
    double rank = 0.5 * (size - 1);
    int lower = (int) Math.floor(rank);
    double weight = rank - lower;
    double low = distance(sorted, size, median, lower);
    double high = distance(sorted, size, median, Math.min(size - 1, lower + 1));
    return low * (1 - weight) + high * weight;
  }

  /** The distance from the median that has so many below it. */
  private static double distance(double[] sorted, int size, double median, int rank) {
    int below = 0;
    int high = size;
    while (below < high) {
      int middle = (below + high) >>> 1;
      if (sorted[middle] < median) {
        below = middle + 1;
      } else {
        high = middle;
      }
    }
    int above = size - below;
    // of the rank + 1 least distances, `left` lie below the median: those next to it
    int least = Math.max(0, rank + 1 - above);
    int most = Math.min(below, rank + 1);
    while (least < most) {
      int left = (least + most) >>> 1;
      int right = rank + 1 - left;
      double nextLeft = Math.abs(sorted[below - 1 - left] - median);
      double lastRight = Math.abs(sorted[below + right - 1] - median);
      if (nextLeft < lastRight) {
        least = left + 1;
      } else {
        most = left;
      }
    }
    int right = rank + 1 - least;
    double onLeft = least == 0 ? 0 : Math.abs(sorted[below - least] - median);
    double onRight = right == 0 ? 0 : Math.abs(sorted[below + right - 1] - median);
    return Math.max(onLeft, onRight);
  }
}
