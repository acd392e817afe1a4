package io.pharos.query.promql.histogram;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;

/** Finds out whether a counter histogram was reset between two samples. */
public final class Resets {
  private Resets() {}

  /**
   * Whether the second of two samples that follow each other cannot have grown out of the first.
   */
  public static boolean between(Histogram before, Histogram after) {
    if (after.resetHint() == ResetHint.RESET) {
      return true;
    }
    if (after.resetHint() == ResetHint.NOT_RESET) {
      return false;
    }
    if (after.count() < before.count()) {
      return true;
    }
    if (before.hasCustomBounds() != after.hasCustomBounds()) {
      return true;
    }
    return before.hasCustomBounds() ? customReset(before, after) : exponentialReset(before, after);
  }

  private static boolean customReset(Histogram before, Histogram after) {
    Buckets old = Buckets.of(before.positiveSpans(), before.positive());
    Buckets now = Buckets.of(after.positiveSpans(), after.positive());
    double[] shared = Bounds.shared(before.customBounds(), after.customBounds());
    old.remap(Bounds.mapping(before.customBounds(), shared));
    now.remap(Bounds.mapping(after.customBounds(), shared));
    return anyFell(old, now);
  }

  private static boolean exponentialReset(Histogram before, Histogram after) {
    if (after.schema() > before.schema() || after.zeroThreshold() < before.zeroThreshold()) {
      return true;
    }
    ZeroWidened widened = ZeroWidened.of(before, after.zeroThreshold());
    if (widened.cuts() || after.zeroCount() < widened.zeroCount()) {
      return true;
    }
    int levels = before.schema() - after.schema();
    return anyFell(
            reduced(before.positiveSpans(), before.positive(), levels, before, after),
            Buckets.of(after.positiveSpans(), after.positive()))
        || anyFell(
            reduced(before.negativeSpans(), before.negative(), levels, before, after),
            Buckets.of(after.negativeSpans(), after.negative()));
  }

  private static Buckets reduced(
      int[] spans, double[] counts, int levels, Histogram before, Histogram after) {
    Buckets buckets = Buckets.of(spans, counts);
    int inside = 0;
    while (inside < buckets.size
        && Bounds.upper(before.schema(), buckets.indexes[inside]) <= after.zeroThreshold()) {
      inside++;
    }
    buckets.dropFirst(inside);
    if (levels > 0) {
      buckets.reduce(levels);
    }
    return buckets;
  }

  private static boolean anyFell(Buckets before, Buckets after) {
    for (int i = 0; i < before.size; i++) {
      if (after.countOf(before.indexes[i]) < before.counts[i]) {
        return true;
      }
    }
    return false;
  }

  /** What the zero bucket would hold with a wider threshold, and whether that cuts a bucket. */
  private record ZeroWidened(double zeroCount, boolean cuts) {
    static ZeroWidened of(Histogram histogram, double threshold) {
      double count = histogram.zeroCount();
      boolean cuts = false;
      if (threshold > histogram.zeroThreshold()) {
        for (int side = 0; side < 2; side++) {
          Buckets buckets =
              side == 0
                  ? Buckets.of(histogram.positiveSpans(), histogram.positive())
                  : Buckets.of(histogram.negativeSpans(), histogram.negative());
          for (int i = 0; i < buckets.size; i++) {
            int index = buckets.indexes[i];
            if (Bounds.upper(histogram.schema(), index - 1) >= threshold) {
              break;
            }
            count += buckets.counts[i];
            cuts |= buckets.counts[i] != 0 && Bounds.upper(histogram.schema(), index) > threshold;
          }
        }
      }
      return new ZeroWidened(count, cuts);
    }
  }
}
