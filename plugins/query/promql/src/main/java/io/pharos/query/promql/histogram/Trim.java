package io.pharos.query.promql.histogram;

import io.pharos.model.sample.Histogram;

/**
 * Cuts a histogram at a value and keeps one side. Where something is cut off, count and sum are
 * estimated anew from what the kept buckets hold.
 */
public final class Trim {
  private final Histogram histogram;
  private final double at;
  private final boolean below;
  private double count;
  private double sum;
  private boolean cut;

  private Trim(Histogram histogram, double at, boolean below) {
    this.histogram = histogram;
    this.at = at;
    this.below = below;
  }

  /** What is below the value, or what is above it. */
  public static Histogram of(Histogram histogram, double at, boolean below) {
    return new Trim(histogram, at, below).result();
  }

  private Histogram result() {
    Buckets positive = Buckets.of(histogram.positiveSpans(), histogram.positive());
    Buckets negative = Buckets.of(histogram.negativeSpans(), histogram.negative());
    double zero = histogram.zeroCount();
    if (histogram.hasCustomBounds()) {
      custom(positive);
    } else {
      int schema = histogram.schema();
      for (int i = 0; i < positive.size; i++) {
        int index = positive.indexes[i];
        positive.counts[i] =
            keep(
                Bounds.upper(schema, index - 1),
                Bounds.upper(schema, index),
                false,
                positive.counts[i]);
      }
      for (int i = 0; i < negative.size; i++) {
        int index = negative.indexes[i];
        negative.counts[i] =
            keep(
                -Bounds.upper(schema, index),
                -Bounds.upper(schema, index - 1),
                false,
                negative.counts[i]);
      }
      double threshold = histogram.zeroThreshold();
      zero =
          keep(
              negative.size == 0 && positive.size > 0 ? 0 : -threshold,
              positive.size == 0 && negative.size > 0 ? 0 : threshold,
              true,
              zero);
    }
    if (!cut) {
      return histogram;
    }
    positive.compact();
    negative.compact();
    return histogram.toBuilder()
        .integer(false)
        .count(count)
        .sum(sum)
        .zero(histogram.zeroThreshold(), zero)
        .positive(positive.spans(), positive.settledCounts())
        .negative(negative.spans(), negative.settledCounts())
        .build();
  }

  private void custom(Buckets buckets) {
    double[] bounds = histogram.customBounds();
    for (int i = 0; i < buckets.size; i++) {
      double lower = Bounds.lower(bounds, buckets.indexes[i]);
      double upper = Bounds.upper(bounds, buckets.indexes[i]);
      if (lower == Double.NEGATIVE_INFINITY && upper > 0 && !Double.isInfinite(upper)) {
        lower = 0;
      }
      buckets.counts[i] =
          Double.isInfinite(lower) || Double.isInfinite(upper)
              ? keepOpen(lower, upper, buckets.counts[i])
              : keep(lower, upper, true, buckets.counts[i]);
    }
  }

  /**
   * A bucket without an end stays whole or goes; its values are taken to be at its finite end or
   * the cut.
   */
  private double keepOpen(double lower, double upper, double observations) {
    boolean whole =
        below
            ? at == Double.POSITIVE_INFINITY || !Double.isInfinite(upper)
            : at == Double.NEGATIVE_INFINITY || !Double.isInfinite(lower);
    if (at == (below ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)) {
      whole = false;
    }
    if (!whole || observations == 0) {
      cut |= observations != 0;
      return 0;
    }
    double value;
    if (Double.isInfinite(lower)) {
      value = Double.isInfinite(upper) ? 0 : below ? Math.min(at, upper) : upper;
      cut |= below && at < upper;
    } else {
      value = below ? lower : Math.max(at, lower);
      cut |= !below && at > lower;
    }
    count += observations;
    sum += observations * value;
    return observations;
  }

  private double keep(double lower, double upper, boolean linear, double observations) {
    if (observations == 0) {
      return 0;
    }
    double from = below ? lower : Math.max(lower, at);
    double to = below ? Math.min(upper, at) : upper;
    if (!(from < to) && !(lower == upper && lower == 0 && at == 0)) {
      cut = true;
      return 0;
    }
    double kept = observations;
    if (from > lower || to < upper) {
      cut = true;
      double share = BucketWalk.shareBelow(lower, upper, linear, at);
      kept = observations * (below ? share : 1 - share);
    }
    count += kept;
    sum += kept * middle(from, to, linear);
    return kept;
  }

  private static double middle(double from, double to, boolean linear) {
    if (linear) {
      return (from + to) / 2;
    }
    return from >= 0 ? Math.sqrt(from) * Math.sqrt(to) : -Math.sqrt(-from) * Math.sqrt(-to);
  }
}
