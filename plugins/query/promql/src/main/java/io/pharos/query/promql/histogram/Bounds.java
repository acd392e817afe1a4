package io.pharos.query.promql.histogram;

import io.pharos.toolkit.histogram.BucketBounds;
import java.util.Arrays;

/** Bounds of buckets. */
public final class Bounds {
  private static final int MAX_SCHEMA = 8;

  /** For each schema from 0: the bounds between 0.5 and 1 of its buckets. */
  private static final double[][] FRACTIONS = new double[MAX_SCHEMA + 1][];

  static {
    for (int schema = 0; schema <= MAX_SCHEMA; schema++) {
      int count = 1 << schema;
      FRACTIONS[schema] = new double[count];
      for (int i = 0; i < count; i++) {
        FRACTIONS[schema][i] = BucketBounds.upper(schema, i - count);
      }
    }
  }

  private Bounds() {}

  /** The upper bound of an exponential bucket of the positive side. */
  public static double upper(int schema, int index) {
    if (schema < 0) {
      int exponent = index << -schema;
      return exponent == 1024 ? Double.MAX_VALUE : Math.scalb(1.0, exponent);
    }
    int count = 1 << schema;
    double fraction = FRACTIONS[schema][index & (count - 1)];
    int exponent = (index >> schema) + 1;
    return fraction == 0.5 && exponent == 1025 ? Double.MAX_VALUE : Math.scalb(fraction, exponent);
  }

  /** The upper bound of a custom bucket. */
  static double upper(double[] bounds, int index) {
    return index < bounds.length ? bounds[index] : Double.POSITIVE_INFINITY;
  }

  /** The lower bound of a custom bucket. */
  static double lower(double[] bounds, int index) {
    return index <= 0 ? Double.NEGATIVE_INFINITY : bounds[Math.min(index, bounds.length) - 1];
  }

  /** The bounds that both lists have. */
  static double[] shared(double[] a, double[] b) {
    double[] shared = new double[Math.min(a.length, b.length)];
    int count = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      if (a[i] == b[j]) {
        shared[count++] = a[i++];
        j++;
      } else if (a[i] < b[j]) {
        i++;
      } else {
        j++;
      }
    }
    return Arrays.copyOf(shared, count);
  }

  /** For each bucket of the finer bounds, the bucket of the coarser ones that holds it. */
  static int[] mapping(double[] finer, double[] coarser) {
    int[] mapped = new int[finer.length + 1];
    int to = 0;
    for (int i = 0; i < mapped.length; i++) {
      while (to < coarser.length && (i == finer.length || coarser[to] < finer[i])) {
        to++;
      }
      mapped[i] = to;
    }
    return mapped;
  }
}
