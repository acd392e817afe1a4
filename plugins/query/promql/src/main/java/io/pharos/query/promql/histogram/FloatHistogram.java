package io.pharos.query.promql.histogram;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;
import java.util.Arrays;

/**
 * A histogram to calculate with. Operands of one operation are brought to the coarser of their
 * resolutions, the wider of their zero buckets, and the custom bounds that they share. Confined to
 * one thread; operands are not changed.
 */
public final class FloatHistogram {
  private int schema;
  private ResetHint hint;
  private double zeroThreshold;
  private double zeroCount;
  private double zeroLost;
  private double count;
  private double countLost;
  private double sum;
  private double sumLost;
  private double[] bounds;
  private final Buckets positive;
  private final Buckets negative;

  /** What an operation met that users should know. */
  public record Outcome(boolean hintsConflict, boolean boundsDiffered) {
    static final Outcome PLAIN = new Outcome(false, false);
  }

  private FloatHistogram(Histogram from, Buckets positive, Buckets negative) {
    schema = from.schema();
    hint = from.resetHint();
    zeroThreshold = from.zeroThreshold();
    zeroCount = from.zeroCount();
    count = from.count();
    sum = from.sum();
    bounds = from.customBounds();
    this.positive = positive;
    this.negative = negative;
  }

  /** A copy to calculate with. */
  public static FloatHistogram of(Histogram histogram) {
    return new FloatHistogram(
        histogram,
        Buckets.of(histogram.positiveSpans(), histogram.positive()),
        Buckets.of(histogram.negativeSpans(), histogram.negative()));
  }

  /** A histogram without observations that is laid out as another one. */
  public static Histogram emptyLike(Histogram other) {
    return Histogram.builder().schema(other.schema()).customBounds(other.customBounds()).build();
  }

  /** Whether histograms of these layouts can be calculated with. */
  public static boolean compatible(Histogram a, Histogram b) {
    return a.hasCustomBounds() == b.hasCustomBounds();
  }

  public boolean hasCustomBounds() {
    return schema == Histogram.CUSTOM;
  }

  public double count() {
    return count + countLost;
  }

  /** Whether adding a histogram would make a number infinite that is finite in both. */
  boolean overflowsWith(Histogram other) {
    return overflows(count, other.count())
        || overflows(sum, other.sum())
        || overflows(zeroCount, other.zeroCount());
  }

  private static boolean overflows(double a, double b) {
    return Double.isInfinite(a + b) && !Double.isInfinite(a) && !Double.isInfinite(b);
  }

  public ResetHint hint() {
    return hint;
  }

  public FloatHistogram hint(ResetHint value) {
    hint = value;
    return this;
  }

  /** Adds a histogram of the same sort of buckets. */
  public Outcome add(Histogram other) {
    return add(FloatHistogram.of(other), 1);
  }

  /** Subtracts a histogram of the same sort of buckets. */
  public Outcome subtract(Histogram other) {
    return add(FloatHistogram.of(other), -1);
  }

  /** Adds what an addition up to now has kept apart, too. */
  public Outcome add(FloatHistogram other) {
    return add(FloatHistogram.of(other.toHistogram()), 1);
  }

  private Outcome add(FloatHistogram other, double sign) {
    boolean conflict = mergeHint(other.hint);
    boolean differed = false;
    if (hasCustomBounds()) {
      differed = shareBounds(other);
    } else {
      widenZero(other);
      int common = Math.min(schema, other.schema);
      reduceTo(common);
      other.reduceTo(common);
      double add = sign * other.zeroCount;
      zeroLost += Compensated.lost(zeroCount, add);
      zeroCount += add;
    }
    countLost += Compensated.lost(count, sign * other.count);
    count += sign * other.count;
    sumLost += Compensated.lost(sum, sign * other.sum);
    sum += sign * other.sum;
    positive.add(other.positive, sign);
    negative.add(other.negative, sign);
    return conflict || differed ? new Outcome(conflict, differed) : Outcome.PLAIN;
  }

  /** Answers whether one was reset and the other was not. */
  private boolean mergeHint(ResetHint other) {
    if (hint == other || hint == ResetHint.GAUGE) {
      return false;
    }
    if (other == ResetHint.GAUGE) {
      hint = ResetHint.GAUGE;
      return false;
    }
    boolean conflict = hint != ResetHint.UNKNOWN && other != ResetHint.UNKNOWN;
    hint = ResetHint.UNKNOWN;
    return conflict;
  }

  private boolean shareBounds(FloatHistogram other) {
    if (Arrays.equals(bounds, other.bounds)) {
      return false;
    }
    double[] shared = Bounds.shared(bounds, other.bounds);
    positive.remap(Bounds.mapping(bounds, shared));
    other.positive.remap(Bounds.mapping(other.bounds, shared));
    bounds = shared;
    other.bounds = shared;
    return true;
  }

  /** Lowers the resolution. */
  public FloatHistogram reduceTo(int coarser) {
    if (coarser < schema) {
      positive.reduce(schema - coarser);
      negative.reduce(schema - coarser);
      schema = coarser;
    }
    return this;
  }

  private void widenZero(FloatHistogram other) {
    while (zeroThreshold != other.zeroThreshold) {
      if (zeroThreshold < other.zeroThreshold) {
        widenZeroTo(other.zeroThreshold);
      } else {
        other.widenZeroTo(zeroThreshold);
      }
    }
  }

  /** Moves buckets into the zero bucket; one that the threshold would cut moves it to its end. */
  private void widenZeroTo(double wanted) {
    double threshold = wanted;
    int fromPositive;
    int fromNegative;
    while (true) {
      fromPositive = within(positive, threshold);
      fromNegative = within(negative, threshold);
      double reached = Math.max(reach(positive, fromPositive), reach(negative, fromNegative));
      if (reached <= threshold) {
        break;
      }
      threshold = reached;
    }
    swallow(positive, fromPositive);
    swallow(negative, fromNegative);
    zeroThreshold = threshold;
  }

  /** How many buckets begin below the threshold. */
  private int within(Buckets buckets, double threshold) {
    int number = 0;
    while (number < buckets.size && Bounds.upper(schema, buckets.indexes[number] - 1) < threshold) {
      number++;
    }
    return number;
  }

  /** Where the last of these buckets that counts something ends. */
  private double reach(Buckets buckets, int number) {
    for (int i = number - 1; i >= 0; i--) {
      if (buckets.counts[i] != 0) {
        return Bounds.upper(schema, buckets.indexes[i]);
      }
    }
    return 0;
  }

  private void swallow(Buckets buckets, int number) {
    for (int i = 0; i < number; i++) {
      zeroLost += Compensated.lost(zeroCount, buckets.counts[i]);
      zeroCount += buckets.counts[i];
    }
    buckets.dropFirst(number);
  }

  /** Multiplies everything; a negative factor makes a gauge. */
  public FloatHistogram multiply(double factor) {
    zeroCount *= factor;
    zeroLost *= factor;
    count *= factor;
    countLost *= factor;
    sum *= factor;
    sumLost *= factor;
    positive.scale(factor);
    negative.scale(factor);
    if (factor < 0) {
      hint = ResetHint.GAUGE;
    }
    return this;
  }

  /** Divides everything; by zero, no buckets remain. */
  public FloatHistogram divide(double divisor) {
    zeroCount /= divisor;
    count /= divisor;
    sum /= divisor;
    if (divisor == 0) {
      positive.clear();
      negative.clear();
      zeroLost = 0;
      countLost = 0;
      sumLost = 0;
    } else {
      zeroLost /= divisor;
      countLost /= divisor;
      sumLost /= divisor;
      positive.divide(divisor);
      negative.divide(divisor);
    }
    if (divisor < 0) {
      hint = ResetHint.GAUGE;
    }
    return this;
  }

  private static double settled(double value, double lost) {
    return lost == 0 || Double.isInfinite(value) ? value : value + lost;
  }

  /** The result, without buckets that count nothing. */
  public Histogram toHistogram() {
    positive.settle();
    negative.settle();
    positive.compact();
    negative.compact();
    return Histogram.builder()
        .schema(schema)
        .resetHint(hint)
        .zero(zeroThreshold, settled(zeroCount, zeroLost))
        .count(settled(count, countLost))
        .sum(settled(sum, sumLost))
        .customBounds(bounds)
        .positive(positive.spans(), positive.settledCounts())
        .negative(negative.spans(), negative.settledCounts())
        .build();
  }
}
