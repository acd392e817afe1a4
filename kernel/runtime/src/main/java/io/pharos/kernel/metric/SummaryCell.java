package io.pharos.kernel.metric;

import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.MetricRegistry;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Quantiles over the last ten minutes, from up to 500 observations for each of five windows of two
 * minutes: the first ones in full, then a uniform choice. Thread-safe.
 */
final class SummaryCell implements Cell, MetricRegistry.Observer {
  private static final int WINDOWS = 5;
  private static final long WINDOW_NANOS = 120_000_000_000L;
  private static final int KEPT = 500;

  final double[] quantiles;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final double[][] kept = new double[WINDOWS][];
  private final long[] seen = new long[WINDOWS];
  private final long[] number = new long[WINDOWS];
  private long random = 0x9E3779B97F4A7C15L;
  private long count;
  private double sum;

  SummaryCell(double[] quantiles, Clock clock) {
    this.quantiles = quantiles;
    this.clock = clock;
  }

  @Override
  public void observe(double value) {
    lock.lock();
    try {
      count++;
      sum += value;
      if (quantiles.length > 0) {
        keep(value);
      }
    } finally {
      lock.unlock();
    }
  }

  private void keep(double value) {
    long window = clock.nanos() / WINDOW_NANOS;
    int slot = (int) Math.floorMod(window, (long) WINDOWS);
    double[] values = kept[slot];
    if (values == null || number[slot] != window) {
      values = values == null ? new double[16] : values;
      number[slot] = window;
      seen[slot] = 0;
    }
    long n = seen[slot]++;
    if (n < KEPT) {
      if (n >= values.length) {
        values = Arrays.copyOf(values, Math.min(KEPT, values.length * 2));
      }
      values[(int) n] = value;
    } else {
      random ^= random << 13;
      random ^= random >>> 7;
      random ^= random << 17;
      long at = Long.remainderUnsigned(random, n + 1);
      if (at < KEPT) {
        values[(int) at] = value;
      }
    }
    kept[slot] = values;
  }

  /** Quantiles in their order, then sum and count. */
  double[] read() {
    lock.lock();
    try {
      double[] result = new double[quantiles.length + 2];
      double[] recent = quantiles.length == 0 ? new double[0] : recent();
      for (int i = 0; i < quantiles.length; i++) {
        int rank = (int) Math.ceil(quantiles[i] * recent.length) - 1;
        result[i] = recent.length == 0 ? Double.NaN : recent[Math.max(0, rank)];
      }
      result[quantiles.length] = sum;
      result[quantiles.length + 1] = count;
      return result;
    } finally {
      lock.unlock();
    }
  }

  private double[] recent() {
    long window = clock.nanos() / WINDOW_NANOS;
    double[] all = new double[WINDOWS * KEPT];
    int size = 0;
    for (int slot = 0; slot < WINDOWS; slot++) {
      double[] values = kept[slot];
      if (values != null && window - number[slot] < WINDOWS) {
        int length = (int) Math.min(seen[slot], KEPT);
        System.arraycopy(values, 0, all, size, length);
        size += length;
      }
    }
    double[] sorted = Arrays.copyOf(all, size);
    Arrays.sort(sorted);
    return sorted;
  }
}
