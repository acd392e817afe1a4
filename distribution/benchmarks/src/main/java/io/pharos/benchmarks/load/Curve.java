package io.pharos.benchmarks.load;

/** How the value of a series goes on in time: what real ones of its kind look like to a codec. */
enum Curve {
  /** A counter of whole things. */
  COUNT,
  /** A counter of seconds in hundredths, as the kernel counts processor time. */
  SECONDS,
  /** A counter with all bits of a double, as sums of measured times are. */
  SUM,
  /** A gauge of bytes in whole pages. */
  PAGES,
  /** A gauge with three decimals. */
  DECIMAL,
  /** A gauge with all bits of a double. */
  NOISE,
  /** A value that hardly ever changes. */
  LEVEL;

  /** Seconds since the epoch at which all counters were about 0. */
  private static final long BORN = 1_704_067_200L;

  private static final double WAVE = 2 * Math.PI / 900;

  /**
   * The value at a time.
   *
   * @param scale what a counter gains in a second; the middle of a gauge
   * @param seed tells series apart
   */
  double at(long millis, double scale, long seed) {
    double seconds = millis / 1000.0 - BORN;
    double phase = unit(seed) * 2 * Math.PI;
    return switch (this) {
      case COUNT -> Math.floor(scale * progress(seconds, phase, seed));
      case SECONDS -> Math.floor(scale * progress(seconds, phase, seed) * 100) / 100;
      case SUM -> scale * progress(seconds, phase, seed);
      case PAGES -> Math.rint(scale * wave(seconds, phase, seed) / 4096) * 4096;
      case DECIMAL -> Math.rint(scale * wave(seconds, phase, seed) * 1000) / 1000;
      case NOISE -> scale * (0.5 + unit(seed ^ mix((long) seconds)));
      case LEVEL -> Math.rint(scale * (1 + Math.floor(seconds / 21_600 + phase) % 7));
    };
  }

  /** Seconds that went by, at a pace between 0.05 and 1.95; so it never falls. */
  private static double progress(double seconds, double phase, long seed) {
    return seconds + 100 * Math.sin(seconds * WAVE + phase) + 2.5 * drift(seconds, seed);
  }

  private static double wave(double seconds, double phase, long seed) {
    return 1 + 0.25 * Math.sin(seconds * WAVE / 4 + phase) + 0.02 * drift(seconds, seed);
  }

  /** Between 0 and 1, a straight line between random points ten seconds apart. */
  private static double drift(double seconds, long seed) {
    long cell = (long) (seconds / 10);
    double part = seconds / 10 - cell;
    return unit(seed ^ mix(cell)) * (1 - part) + unit(seed ^ mix(cell + 1)) * part;
  }

  /** A number in [0, 1) of a seed. */
  static double unit(long seed) {
    return (mix(seed) >>> 11) * 0x1.0p-53;
  }

  /** Spreads a number over all bits. */
  static long mix(long z) {
    long x = (z ^ (z >>> 32)) * 0xD6E8FEB86659FD93L;
    x = (x ^ (x >>> 32)) * 0xD6E8FEB86659FD93L;
    return x ^ (x >>> 32);
  }
}
