package io.pharos.query.promql.function;

import io.pharos.query.promql.series.Samples;

/** What start timestamps say of counters. */
final class StartTimes {
  /** No start within the window. */
  static final long NONE = Long.MIN_VALUE;

  private StartTimes() {}

  /** When the counter of a sample started, if that is within the window, else {@link #NONE}. */
  static long within(Samples samples, int i, long windowStart) {
    long start = samples.startTime(i);
    return start != 0 && start > windowStart && start < samples.times()[i] ? start : NONE;
  }

  /**
   * Whether a sample's counter started after the sample before, so that it counts from zero again.
   */
  static boolean reset(Samples samples, int i) {
    long start = samples.startTime(i);
    if (start == 0 || start >= samples.times()[i]) {
      return false;
    }
    long before = samples.times()[i - 1];
    if (start > before) {
      return true;
    }
    long startBefore = samples.startTime(i - 1);
    return start == before && startBefore != 0 && startBefore < before;
  }

  /** Warns where a counter claims to have started before the last sample of the one before it. */
  static void warnOverlaps(RangeInput in) {
    Samples samples = in.samples();
    int last = in.to()[in.steps() - 1];
    for (int i = in.from()[0] + 1; i < last; i++) {
      long start = samples.startTime(i);
      long startBefore = samples.startTime(i - 1);
      if (start != 0
          && startBefore != 0
          && start != startBefore
          && start < samples.times()[i - 1]) {
        in.annotations()
            .warn(
                "sample has start time that overlaps with previous sample timestamp",
                " for metric ",
                in.metricName(),
                in.span());
        return;
      }
    }
  }
}
