package io.pharos.query.promql.histogram;

import java.util.Arrays;

/** The buckets of one classic histogram at one step. Reused. Confined to one thread. */
public final class ClassicBuckets {
  /** Differences of counts that are smaller, relatively, are those of rounding. */
  private static final double TOLERANCE = 1e-12;

  private double[] bounds = new double[16];
  private double[] counts = new double[16];
  private int size;
  private boolean raised;
  private double raisedFrom;
  private double raisedTo;
  private double raisedMost;

  public void clear() {
    size = 0;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Adds a bucket, in any order. */
  public void add(double bound, double count) {
    if (size == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    int at = size++;
    while (at > 0 && bounds[at - 1] > bound) {
      bounds[at] = bounds[at - 1];
      counts[at] = counts[at - 1];
      at--;
    }
    bounds[at] = bound;
    counts[at] = count;
  }

  /** Merges equal bounds and lifts counts that fall; false if it is no whole histogram. */
  private boolean prepare() {
    raised = false;
    raisedFrom = Double.POSITIVE_INFINITY;
    raisedTo = Double.NEGATIVE_INFINITY;
    raisedMost = 0;
    if (size == 0 || bounds[size - 1] != Double.POSITIVE_INFINITY) {
      return false;
    }
    int kept = 0;
    for (int i = 1; i < size; i++) {
      if (bounds[i] == bounds[kept]) {
        counts[kept] += counts[i];
      } else {
        bounds[++kept] = bounds[i];
        counts[kept] = counts[i];
      }
    }
    size = kept + 1;
    double before = counts[0];
    for (int i = 1; i < size; i++) {
      double count = counts[i];
      if (count == before) {
        continue;
      }
      if (nearly(before, count)) {
        counts[i] = before;
      } else if (count < before) {
        raised = true;
        raisedFrom = Math.min(raisedFrom, bounds[i]);
        raisedTo = Math.max(raisedTo, bounds[i]);
        raisedMost = Math.max(raisedMost, before - count);
        counts[i] = before;
      } else {
        before = count;
      }
    }
    return true;
  }

  private static boolean nearly(double a, double b) {
    double difference = Math.abs(a - b);
    double sum = Math.abs(a) + Math.abs(b);
    return (a == 0 || b == 0 || sum < Double.MIN_NORMAL)
        ? difference < TOLERANCE * Double.MIN_NORMAL
        : difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
  }

  /** Whether the last question found counts that fell. */
  public boolean wasRaised() {
    return raised;
  }

  public double raisedFrom() {
    return raisedFrom;
  }

  public double raisedTo() {
    return raisedTo;
  }

  public double raisedMost() {
    return raisedMost;
  }

  /** The value below which such a share of the observations is. */
  public double quantile(double phi) {
    raised = false;
    if (Double.isNaN(phi)) {
      return Double.NaN;
    }
    if (phi < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (phi > 1) {
      return Double.POSITIVE_INFINITY;
    }
    if (!prepare() || size < 2 || counts[size - 1] == 0) {
      return Double.NaN;
    }
    double rank = phi * counts[size - 1];
    int at = 0;
    while (at < size - 1 && !(counts[at] >= rank)) {
      at++;
    }
    if (at == size - 1) {
      return bounds[size - 2];
    }
    if (at == 0 && bounds[0] <= 0) {
      return bounds[0];
    }
    double start = at == 0 ? 0 : bounds[at - 1];
    double below = at == 0 ? 0 : counts[at - 1];
    return start + (bounds[at] - start) * ((rank - below) / (counts[at] - below));
  }

  /** The share of observations between two values. */
  public double fraction(double low, double high) {
    raised = false;
    if (!prepare()) {
      return Double.NaN;
    }
    double all = counts[size - 1];
    if (all == 0 || Double.isNaN(low) || Double.isNaN(high)) {
      return Double.NaN;
    }
    return low >= high ? 0 : (rank(high) - rank(low)) / all;
  }

  private double rank(double value) {
    double rank = 0;
    for (int i = 0; i < size; i++) {
      double lower = i == 0 ? (bounds[0] > 0 ? 0 : Double.NEGATIVE_INFINITY) : bounds[i - 1];
      double upper = bounds[i];
      double count = counts[i] - rank;
      if (lower >= value) {
        return rank;
      }
      if (upper > value) {
        return lower == Double.NEGATIVE_INFINITY
            ? counts[i]
            : rank + count * (value - lower) / (upper - lower);
      }
      rank = counts[i];
    }
    return rank;
  }
}
