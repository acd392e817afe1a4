package io.pharos.query.promql.histogram;

import io.pharos.model.sample.Histogram;

/** Estimates from the buckets of one native histogram. */
public final class HistogramStatistics {
  private HistogramStatistics() {}

  /** A quantile, and what NaN observations did to it. */
  public record Quantile(double value, boolean nanResult, boolean nanSkewed) {
    static Quantile plain(double value) {
      return new Quantile(value, false, false);
    }
  }

  /**
   * The value below which such a share of the observations is. Shares above one half are counted
   * from the upper end, unless there are NaN observations, which are in the count and in no bucket.
   */
  public static Quantile quantile(double phi, Histogram histogram) {
    if (phi < 0) {
      return Quantile.plain(Double.NEGATIVE_INFINITY);
    }
    if (phi > 1) {
      return Quantile.plain(Double.POSITIVE_INFINITY);
    }
    if (histogram.count() == 0 || Double.isNaN(phi)) {
      return Quantile.plain(Double.NaN);
    }
    boolean nans = Double.isNaN(histogram.sum());
    boolean upward = nans || phi < 0.5;
    double rank = (upward ? phi : 1 - phi) * histogram.count();
    BucketWalk walk = BucketWalk.of(histogram);
    if (walk.size() == 0) {
      return new Quantile(Double.NaN, nans, false);
    }
    double counted = 0;
    int at = upward ? 0 : walk.size() - 1;
    while (true) {
      counted += walk.count(at);
      int next = upward ? at + 1 : at - 1;
      if (counted >= rank || next < 0 || next == walk.size()) {
        break;
      }
      at = next;
    }
    counted = Math.min(counted, histogram.count());
    double lower = walk.lower(at);
    double upper = walk.upper(at);
    if (histogram.hasCustomBounds()) {
      if (lower == Double.NEGATIVE_INFINITY) {
        if (upper <= 0) {
          return new Quantile(upper, false, nans);
        }
        lower = 0;
      } else if (upper == Double.POSITIVE_INFINITY) {
        return counted < rank && nans
            ? new Quantile(Double.NaN, true, false)
            : new Quantile(lower, false, nans);
      }
    }
    if (counted < rank && nans) {
      return new Quantile(Double.NaN, true, false);
    }
    double inBucket = upward ? rank - (counted - walk.count(at)) : counted - rank;
    double share = inBucket / walk.count(at);
    boolean linear = walk.isLinear(at) || (lower <= 0 && upper >= 0);
    return new Quantile(BucketWalk.valueAt(lower, upper, linear, share), false, nans);
  }

  /** The share of observations between two values. */
  public static double fraction(double low, double high, Histogram histogram) {
    if (histogram.count() == 0 || Double.isNaN(low) || Double.isNaN(high)) {
      return Double.NaN;
    }
    if (low >= high) {
      return 0;
    }
    BucketWalk walk = BucketWalk.of(histogram);
    double all = Double.isNaN(histogram.sum()) ? walk.total() : histogram.count();
    return (rank(high, walk, all) - rank(low, walk, all)) / histogram.count();
  }

  private static double rank(double value, BucketWalk walk, double all) {
    double rank = 0;
    for (int i = 0; i < walk.size(); i++) {
      double lower = walk.lower(i);
      double upper = walk.upper(i);
      if (lower >= value) {
        return rank;
      }
      if (upper > value) {
        double share =
            Double.isInfinite(lower)
                ? openShare(upper, value)
                : BucketWalk.shareBelow(lower, upper, walk.isLinear(i), value);
        return Math.min(all, rank + walk.count(i) * share);
      }
      rank += walk.count(i);
    }
    return all;
  }

  /** In a bucket without a lower bound: from zero on if it ends above it, else everything. */
  private static double openShare(double upper, double value) {
    if (Double.isInfinite(upper)) {
      return 1;
    }
    return upper > 0 ? Math.max(0, value / upper) : 1;
  }

  /** The mean square of the distances from the mean. */
  public static double variance(Histogram histogram) {
    double mean = histogram.sum() / histogram.count();
    double squares = 0;
    double lost = 0;
    BucketWalk walk = BucketWalk.of(histogram);
    for (int i = 0; i < walk.size(); i++) {
      double lower = walk.lower(i);
      double upper = walk.upper(i);
      double value;
      if (histogram.hasCustomBounds()) {
        value = (lower + upper) / 2;
      } else if (walk.isLinear(i)) {
        value = 0;
      } else {
        value = Math.sqrt(lower * upper);
        if (upper < 0) {
          value = -value;
        }
      }
      double delta = value - mean;
      double square = walk.count(i) * delta * delta;
      lost += Compensated.lost(squares, square);
      squares += square;
    }
    return (squares + lost) / histogram.count();
  }
}
