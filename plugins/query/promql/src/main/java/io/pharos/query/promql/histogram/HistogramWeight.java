package io.pharos.query.promql.histogram;

import io.pharos.model.sample.Histogram;

/**
 * How many float samples a histogram counts for where samples are limited: by its size in memory.
 */
public final class HistogramWeight {
  private static final int SAMPLE_BYTES = 16;
  private static final int FIXED_BYTES = 168;

  private HistogramWeight() {}

  public static long of(Histogram histogram) {
    long spans = ((long) histogram.positiveSpans().length + histogram.negativeSpans().length) / 2;
    long numbers =
        (long) histogram.positive().length
            + histogram.negative().length
            + histogram.customBounds().length;
    return (FIXED_BYTES + 8 * (spans + numbers) + 8) / SAMPLE_BYTES;
  }
}
