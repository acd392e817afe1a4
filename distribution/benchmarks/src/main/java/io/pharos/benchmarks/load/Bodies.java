package io.pharos.benchmarks.load;

/** What targets of the fleet show, for benchmarks of single classes. */
public final class Bodies {
  private Bodies() {}

  /** The text of one target with so many series at a time, in epoch milliseconds. */
  public static byte[] text(int series, long millis) {
    return new Target(new FleetSize(1, series, 0, 0, 600), 0).text(millis);
  }
}
