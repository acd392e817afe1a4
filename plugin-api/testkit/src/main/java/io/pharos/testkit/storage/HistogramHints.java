package io.pharos.testkit.storage;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a storage knows of resets between two histograms of a series that follow each other. */
final class HistogramHints {
  private HistogramHints() {}

  /**
   * The second one with the hint that a reader sees: a storage promises that there was no reset, or
   * leaves it to the reader to compare.
   */
  static Histogram hinted(@Nullable Histogram before, Histogram histogram) {
    ResetHint hint;
    if (histogram.isStale() || histogram.resetHint() == ResetHint.GAUGE) {
      hint = histogram.resetHint();
    } else if (histogram.resetHint() == ResetHint.RESET
        || before == null
        || before.resetHint() == ResetHint.GAUGE
        || fell(before, histogram)) {
      hint = ResetHint.UNKNOWN;
    } else {
      hint = ResetHint.NOT_RESET;
    }
    return hint == histogram.resetHint()
        ? histogram
        : histogram.toBuilder().resetHint(hint).build();
  }

  /** Whether a count fell, or the layout differs so that this cannot be told. */
  private static boolean fell(Histogram before, Histogram after) {
    return before.schema() != after.schema()
        || before.zeroThreshold() != after.zeroThreshold()
        || !Arrays.equals(before.customBounds(), after.customBounds())
        || after.count() < before.count()
        || after.zeroCount() < before.zeroCount()
        || fell(before.positiveSpans(), before.positive(), after.positiveSpans(), after.positive())
        || fell(before.negativeSpans(), before.negative(), after.negativeSpans(), after.negative());
  }

  private static boolean fell(
      int[] spansBefore, double[] before, int[] spansAfter, double[] after) {
    Map<Integer, Double> now = buckets(spansAfter, after);
    return buckets(spansBefore, before).entrySet().stream()
        .anyMatch(bucket -> now.getOrDefault(bucket.getKey(), 0.0) < bucket.getValue());
  }

  private static Map<Integer, Double> buckets(int[] spans, double[] counts) {
    Map<Integer, Double> buckets = new TreeMap<>();
    int index = 0;
    int at = 0;
    for (int span = 0; span < spans.length; span += 2) {
      index += spans[span];
      for (int i = 0; i < spans[span + 1]; i++) {
        buckets.put(index++, counts[at++]);
      }
    }
    return buckets;
  }
}
