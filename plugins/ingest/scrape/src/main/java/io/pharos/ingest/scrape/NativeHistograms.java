package io.pharos.ingest.scrape;

import io.pharos.model.sample.Histogram;
import io.pharos.toolkit.exposition.Decimals;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a scrape demands of native histograms, and how it lowers their resolution. */
final class NativeHistograms {
  private NativeHistograms() {}

  /** Why the histogram cannot be stored, in the original's words; null if it can. */
  static @Nullable String problem(Histogram h) {
    int schema = h.schema();
    if (schema != Histogram.CUSTOM
        && (schema < Histogram.MIN_SCHEMA || schema > Histogram.MAX_SCHEMA)) {
      return "histogram has an invalid schema, which must be between -4 and 8 for exponential"
          + " buckets, or -53 for custom buckets, got schema "
          + schema;
    }
    if (schema == Histogram.CUSTOM) {
      long span = 0;
      for (int part : h.positiveSpans()) {
        span += part;
      }
      if (span > h.customBounds().length + 1L) {
        return "custom buckets: only "
            + h.customBounds().length
            + " custom bounds defined which is insufficient to cover total span length of "
            + span
            + ": histogram custom bounds are too few";
      }
    }
    String negative = below("negative", h.negative());
    String positive = negative != null ? negative : below("positive", h.positive());
    if (positive != null) {
      return positive;
    }
    double observed = h.zeroCount() + total(h.positive()) + total(h.negative());
    boolean fits = Double.isNaN(h.sum()) ? observed <= h.count() : observed == h.count();
    if (h.isInteger() && !fits) {
      return text(observed)
          + " observations found in buckets, but the Count field is "
          + text(h.count())
          + ": histogram's observation count should equal the number of observations found in the"
          + " buckets (in absence of NaN)";
    }
    return null;
  }

  private static @Nullable String below(String side, double[] counts) {
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < 0) {
        return side
            + " side: bucket number "
            + (i + 1)
            + " has observation count of "
            + text(counts[i])
            + ": histogram has a bucket whose observation count is negative";
      }
    }
    return null;
  }

  private static double total(double[] counts) {
    double total = 0;
    for (double count : counts) {
      total += count;
    }
    return total;
  }

  private static String text(double count) {
    return Decimals.shortest(count, 21);
  }

  /** The histogram with no more buckets than allowed, or null where that cannot be. */
  static @Nullable Histogram limited(Histogram histogram, Job.Limits limits) {
    Histogram h = histogram;
    if (limits.bucketFactor() > 1 && h.schema() != Histogram.CUSTOM) {
      int highest = highestSchema(limits.bucketFactor());
      while (h.schema() > highest) {
        h = halved(h);
      }
    }
    long limit = limits.buckets();
    while (limit > 0 && h.positive().length + h.negative().length > limit) {
      if (h.schema() == Histogram.CUSTOM || h.schema() <= Histogram.MIN_SCHEMA) {
        return null;
      }
      h = halved(h);
    }
    return h;
  }

  /** The finest schema whose buckets still differ by the factor. */
  private static int highestSchema(double factor) {
    double schema = Math.floor(-Math.log(Math.log(factor) / Math.log(2)) / Math.log(2));
    return (int) Math.clamp(schema, Histogram.MIN_SCHEMA, Histogram.MAX_SCHEMA);
  }

  /** Two buckets become one. */
  private static Histogram halved(Histogram h) {
    Side positive = Side.halved(h.positiveSpans(), h.positive());
    Side negative = Side.halved(h.negativeSpans(), h.negative());
    return Histogram.builder()
        .schema(h.schema() - 1)
        .integer(h.isInteger())
        .resetHint(h.resetHint())
        .zero(h.zeroThreshold(), h.zeroCount())
        .count(h.count())
        .sum(h.sum())
        .positive(positive.spans(), positive.counts())
        .negative(negative.spans(), negative.counts())
        .build();
  }

  /** Buckets of one side while they are put together. Confined to one thread. */
  private static final class Side {
    private final int[] spans;
    private final double[] counts;

    private Side(int[] spans, double[] counts) {
      this.spans = spans;
      this.counts = counts;
    }

    int[] spans() {
      return spans;
    }

    double[] counts() {
      return counts;
    }

    static Side halved(int[] spans, double[] counts) {
      int[] newSpans = new int[2 * counts.length + 2];
      double[] newCounts = new double[counts.length];
      int spanCount = 0;
      int made = 0;
      int index = 0;
      int last = 0;
      int next = 0;
      for (int s = 0; s < spans.length; s += 2) {
        index += spans[s];
        for (int i = 0; i < spans[s + 1]; i++, index++) {
          int target = ((index - 1) >> 1) + 1;
          if (made > 0 && target == last) {
            newCounts[made - 1] += counts[next++];
            continue;
          }
          if (made > 0 && target == last + 1) {
            newSpans[spanCount - 1]++;
          } else {
            newSpans[spanCount] = made == 0 ? target : target - last - 1;
            newSpans[spanCount + 1] = 1;
            spanCount += 2;
          }
          newCounts[made++] = counts[next++];
          last = target;
        }
      }
      return new Side(Arrays.copyOf(newSpans, spanCount), Arrays.copyOf(newCounts, made));
    }
  }
}
