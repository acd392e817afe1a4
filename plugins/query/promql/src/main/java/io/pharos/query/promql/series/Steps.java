package io.pharos.query.promql.series;

/**
 * The moments of an evaluation. Immutable.
 *
 * @param start epoch milliseconds of the first
 * @param interval milliseconds between two
 * @param count how many
 */
public record Steps(long start, long interval, int count) {
  /** One moment. */
  public static Steps single(long time) {
    return new Steps(time, 1, 1);
  }

  /**
   * From start to end, both included where they fit; none where the distance between them is more
   * than a number holds.
   */
  public static Steps between(long start, long end, long interval) {
    boolean none = end < start || end - start < 0;
    return interval <= 0 || none
        ? new Steps(start, 1, none ? 0 : 1)
        : new Steps(start, interval, Math.toIntExact((end - start) / interval + 1));
  }

  public long at(int step) {
    return start + step * interval;
  }

  public long end() {
    return at(count - 1);
  }
}
