package io.pharos.model.sample;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A native histogram: exponential buckets of one schema, or custom bounds ({@link #CUSTOM}).
 *
 * <p>Counts are absolute, not deltas. Integer histograms have whole counts below 2^53 and {@link
 * #isInteger()}; all arithmetic gives float ones. Spans are pairs of offset and length: bucket
 * indexes run on from the end of the span before (the first offset is from index 0), and {@code
 * positive} and {@code negative} hold one count for each index covered. Arrays are shared, not
 * copied: neither the giver nor the taker changes them. Immutable.
 */
public final class Histogram {
  /** The schema of custom bounds. */
  public static final int CUSTOM = -53;

  /** The lowest and the highest exponential schema. */
  public static final int MIN_SCHEMA = -4;

  public static final int MAX_SCHEMA = 8;

  private static final int[] NO_SPANS = {};
  private static final double[] NO_NUMBERS = {};

  private final int schema;
  private final boolean integer;
  private final ResetHint resetHint;
  private final double zeroThreshold;
  private final double zeroCount;
  private final double count;
  private final double sum;
  private final int[] positiveSpans;
  private final double[] positive;
  private final int[] negativeSpans;
  private final double[] negative;
  private final double[] customBounds;

  private Histogram(Builder from) {
    schema = from.schema;
    integer = from.integer;
    resetHint = from.resetHint;
    zeroThreshold = from.zeroThreshold;
    zeroCount = from.zeroCount;
    count = from.count;
    sum = from.sum;
    positiveSpans = from.positiveSpans;
    positive = from.positive;
    negativeSpans = from.negativeSpans;
    negative = from.negative;
    customBounds = from.customBounds;
  }

  /** A builder of an empty float histogram of schema 0. */
  public static Builder builder() {
    return new Builder();
  }

  /** The stale marker of histogram series: a histogram whose sum is the marker. */
  public static Histogram stale() {
    return builder().sum(StaleMarker.VALUE).build();
  }

  /** A builder that starts with all of this histogram. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.schema = schema;
    builder.integer = integer;
    builder.resetHint = resetHint;
    builder.zeroThreshold = zeroThreshold;
    builder.zeroCount = zeroCount;
    builder.count = count;
    builder.sum = sum;
    builder.positiveSpans = positiveSpans;
    builder.positive = positive;
    builder.negativeSpans = negativeSpans;
    builder.negative = negative;
    builder.customBounds = customBounds;
    return builder;
  }

  public int schema() {
    return schema;
  }

  public boolean hasCustomBounds() {
    return schema == CUSTOM;
  }

  public boolean isInteger() {
    return integer;
  }

  public boolean isStale() {
    return StaleMarker.is(sum);
  }

  public ResetHint resetHint() {
    return resetHint;
  }

  public double zeroThreshold() {
    return zeroThreshold;
  }

  public double zeroCount() {
    return zeroCount;
  }

  public double count() {
    return count;
  }

  public double sum() {
    return sum;
  }

  /** Offset and length in turn. */
  public int[] positiveSpans() {
    return positiveSpans;
  }

  /** Absolute counts of the buckets that the positive spans cover. */
  public double[] positive() {
    return positive;
  }

  /** Offset and length in turn. */
  public int[] negativeSpans() {
    return negativeSpans;
  }

  /** Absolute counts of the buckets that the negative spans cover. */
  public double[] negative() {
    return negative;
  }

  /** Upper bounds of custom buckets, ascending, without the last one, +Inf. */
  public double[] customBounds() {
    return customBounds;
  }

  /** Equal to the bit in every part, the reset hint and the layout of spans too. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Histogram h
        && schema == h.schema
        && integer == h.integer
        && resetHint == h.resetHint
        && same(zeroThreshold, h.zeroThreshold)
        && same(zeroCount, h.zeroCount)
        && same(count, h.count)
        && same(sum, h.sum)
        && Arrays.equals(positiveSpans, h.positiveSpans)
        && Arrays.equals(positive, h.positive)
        && Arrays.equals(negativeSpans, h.negativeSpans)
        && Arrays.equals(negative, h.negative)
        && Arrays.equals(customBounds, h.customBounds);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * schema + Double.hashCode(count)) + Double.hashCode(sum);
  }

  @Override
  public String toString() {
    return "{schema:"
        + schema
        + ", count:"
        + count
        + ", sum:"
        + sum
        + ", zero:"
        + zeroCount
        + " within "
        + zeroThreshold
        + ", positive:"
        + Arrays.toString(positiveSpans)
        + Arrays.toString(positive)
        + ", negative:"
        + Arrays.toString(negativeSpans)
        + Arrays.toString(negative)
        + ", bounds:"
        + Arrays.toString(customBounds)
        + ", "
        + resetHint
        + "}";
  }

  private static boolean same(double a, double b) {
    return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
  }

  /** Collects the parts of a histogram; arrays are taken over. Confined to one thread. */
  public static final class Builder {
    private int schema;
    private boolean integer;
    private ResetHint resetHint = ResetHint.UNKNOWN;
    private double zeroThreshold;
    private double zeroCount;
    private double count;
    private double sum;
    private int[] positiveSpans = NO_SPANS;
    private double[] positive = NO_NUMBERS;
    private int[] negativeSpans = NO_SPANS;
    private double[] negative = NO_NUMBERS;
    private double[] customBounds = NO_NUMBERS;

    private Builder() {}

    public Builder schema(int value) {
      schema = value;
      return this;
    }

    public Builder integer(boolean value) {
      integer = value;
      return this;
    }

    public Builder resetHint(ResetHint value) {
      resetHint = requireNonNull(value, "resetHint");
      return this;
    }

    public Builder zero(double threshold, double inside) {
      zeroThreshold = threshold;
      zeroCount = inside;
      return this;
    }

    public Builder count(double value) {
      count = value;
      return this;
    }

    public Builder sum(double value) {
      sum = value;
      return this;
    }

    public Builder positive(int[] spans, double[] counts) {
      positiveSpans = spans;
      positive = counts;
      return this;
    }

    public Builder negative(int[] spans, double[] counts) {
      negativeSpans = spans;
      negative = counts;
      return this;
    }

    public Builder customBounds(double[] bounds) {
      customBounds = bounds;
      return this;
    }

    /**
     * The histogram.
     *
     * @throws IllegalArgumentException if spans and counts do not fit together
     */
    public Histogram build() {
      check("positive", positiveSpans, positive);
      check("negative", negativeSpans, negative);
      return new Histogram(this);
    }

    private static void check(String side, int[] spans, double[] counts) {
      long covered = 0;
      for (int i = 1; i < spans.length; i += 2) {
        if (spans[i] < 0 || (i > 1 && spans[i - 1] < 0)) {
          throw new IllegalArgumentException(side + " spans run backwards");
        }
        covered += spans[i];
      }
      if (spans.length % 2 != 0 || covered != counts.length) {
        throw new IllegalArgumentException(
            side + " spans cover " + covered + " buckets, counts are " + counts.length);
      }
    }
  }
}
