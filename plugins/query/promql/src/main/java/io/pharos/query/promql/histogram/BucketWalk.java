package io.pharos.query.promql.histogram;

import io.pharos.model.sample.Histogram;

/**
 * All buckets of a histogram that count something, from the lowest to the highest, with their
 * bounds. A zero bucket ends at 0 on the side on which there are no buckets, where the other has
 * some. Immutable.
 */
public final class BucketWalk {
  private final double[] lower;
  private final double[] upper;
  private final double[] counts;
  private final boolean[] linear;
  private int size;

  private BucketWalk(int room) {
    lower = new double[room];
    upper = new double[room];
    counts = new double[room];
    linear = new boolean[room];
  }

  /** The buckets of a histogram. */
  public static BucketWalk of(Histogram histogram) {
    Buckets positive = Buckets.of(histogram.positiveSpans(), histogram.positive());
    Buckets negative = Buckets.of(histogram.negativeSpans(), histogram.negative());
    BucketWalk walk = new BucketWalk(positive.size + negative.size + 1);
    if (histogram.hasCustomBounds()) {
      for (int i = 0; i < positive.size; i++) {
        int index = positive.indexes[i];
        walk.add(
            Bounds.lower(histogram.customBounds(), index),
            Bounds.upper(histogram.customBounds(), index),
            positive.counts[i],
            true);
      }
      return walk;
    }
    int schema = histogram.schema();
    for (int i = negative.size - 1; i >= 0; i--) {
      int index = negative.indexes[i];
      walk.add(
          -Bounds.upper(schema, index),
          -Bounds.upper(schema, index - 1),
          negative.counts[i],
          false);
    }
    double threshold = histogram.zeroThreshold();
    walk.add(
        negative.size == 0 && positive.size > 0 ? 0 : -threshold,
        positive.size == 0 && negative.size > 0 ? 0 : threshold,
        histogram.zeroCount(),
        true);
    for (int i = 0; i < positive.size; i++) {
      int index = positive.indexes[i];
      walk.add(
          Bounds.upper(schema, index - 1), Bounds.upper(schema, index), positive.counts[i], false);
    }
    return walk;
  }

  private void add(double from, double to, double count, boolean isLinear) {
    if (count != 0) {
      lower[size] = from;
      upper[size] = to;
      counts[size] = count;
      linear[size++] = isLinear;
    }
  }

  public int size() {
    return size;
  }

  public double lower(int i) {
    return lower[i];
  }

  public double upper(int i) {
    return upper[i];
  }

  public double count(int i) {
    return counts[i];
  }

  /**
   * Whether values are taken to be spread evenly in it, rather than evenly on a logarithmic scale.
   */
  public boolean isLinear(int i) {
    return linear[i];
  }

  /** All that is counted. */
  public double total() {
    double total = 0;
    for (int i = 0; i < size; i++) {
      total += counts[i];
    }
    return total;
  }

  /** The share of a bucket's observations that are taken to be below a value inside of it. */
  public static double shareBelow(double lower, double upper, boolean linear, double value) {
    if (linear) {
      return (value - lower) / (upper - lower);
    }
    if (lower >= 0) {
      double from = log2(lower);
      return (log2(value) - from) / (log2(upper) - from);
    }
    double from = log2(-upper);
    return 1 - (log2(-value) - from) / (log2(-lower) - from);
  }

  static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  /** The value below which such a share of a bucket's observations is taken to be. */
  public static double valueAt(double lower, double upper, boolean linear, double share) {
    if (linear) {
      return lower + (upper - lower) * share;
    }
    if (lower > 0) {
      double from = log2(lower);
      return Math.pow(2, from + (log2(upper) - from) * share);
    }
    double from = log2(-upper);
    return -Math.pow(2, from + (log2(-lower) - from) * (1 - share));
  }
}
