package io.pharos.query.promql.function;

/** Quantiles of sorted values, NaN before all others. */
public final class Quantiles {
  private Quantiles() {}

  /** Between the two values that are nearest; infinite outside of 0 to 1. */
  public static double of(double phi, double[] sorted, int from, int to) {
    if (to == from || Double.isNaN(phi)) {
      return Double.NaN;
    }
    if (phi < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (phi > 1) {
      return Double.POSITIVE_INFINITY;
    }
    int count = to - from;
    double rank = phi * (count - 1);
    int lower = (int) Math.max(0, Math.floor(rank));
    int upper = Math.min(count - 1, lower + 1);
    double weight = rank - Math.floor(rank);
    return sorted[from + lower] * (1 - weight) + sorted[from + upper] * weight;
  }

  /** Sorts with NaN before all others. */
  public static void sort(double[] values, int from, int to) {
    int numbers = from;
    for (int i = from; i < to; i++) {
      if (Double.isNaN(values[i])) {
        double nan = values[i];
        values[i] = values[numbers];
        values[numbers++] = nan;
      }
    }
    java.util.Arrays.sort(values, numbers, to);
  }

  /** Whether the first comes before the second: as numbers, NaN before all others. */
  static boolean before(double a, double b) {
    return a < b || (Double.isNaN(a) && !Double.isNaN(b));
  }
}
