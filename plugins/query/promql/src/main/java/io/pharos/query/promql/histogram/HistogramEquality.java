package io.pharos.query.promql.histogram;

import io.pharos.model.sample.Histogram;
import java.util.Arrays;

/**
 * Whether two histograms say the same, however their spans are laid out and whatever their hints.
 */
public final class HistogramEquality {
  private HistogramEquality() {}

  public static boolean equal(Histogram a, Histogram b) {
    return a.schema() == b.schema()
        && a.count() == b.count()
        && Double.doubleToRawLongBits(a.sum()) == Double.doubleToRawLongBits(b.sum())
        && (a.hasCustomBounds()
            ? Arrays.equals(a.customBounds(), b.customBounds())
            : a.zeroThreshold() == b.zeroThreshold() && a.zeroCount() == b.zeroCount())
        && sameBuckets(a.positiveSpans(), a.positive(), b.positiveSpans(), b.positive())
        && sameBuckets(a.negativeSpans(), a.negative(), b.negativeSpans(), b.negative());
  }

  private static boolean sameBuckets(int[] spansA, double[] a, int[] spansB, double[] b) {
    Buckets x = Buckets.of(spansA, a);
    Buckets y = Buckets.of(spansB, b);
    x.compact();
    y.compact();
    return x.size == y.size
        && Arrays.equals(x.indexes, 0, x.size, y.indexes, 0, y.size)
        && Arrays.equals(x.counts, 0, x.size, y.counts, 0, y.size);
  }
}
