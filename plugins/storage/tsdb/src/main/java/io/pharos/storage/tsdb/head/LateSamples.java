package io.pharos.storage.tsdb.head;

import io.pharos.model.sample.Histogram;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Samples that came out of order, sorted by time, until they are written to a block. Guarded by the
 * shard's lock.
 */
final class LateSamples {
  private final Map<Integer, Late> bySlot = new HashMap<>();

  /** The late samples of one series. A change makes a new one, so a reader may keep what it got. */
  static final class Late {
    final long[] times;
    final double[] values;
    final @Nullable Histogram[] histograms;
    final int count;

    private Late(long[] times, double[] values, @Nullable Histogram[] histograms, int count) {
      this.times = times;
      this.values = values;
      this.histograms = histograms;
      this.count = count;
    }
  }

  boolean add(int slot, long timestamp, double value) {
    return add(slot, timestamp, value, null);
  }

  boolean add(int slot, long timestamp, Histogram histogram) {
    return add(slot, timestamp, histogram.sum(), histogram);
  }

  private boolean add(int slot, long timestamp, double value, @Nullable Histogram histogram) {
    Late before = bySlot.get(slot);
    int count = before == null ? 0 : before.count;
    int at = before == null ? -1 : Arrays.binarySearch(before.times, 0, count, timestamp);
    if (at >= 0) {
      return false;
    }
    int place = -at - 1;
    long[] times = new long[count + 1];
    double[] values = new double[count + 1];
    @Nullable Histogram[] histograms = new Histogram[count + 1];
    if (before != null) {
      System.arraycopy(before.times, 0, times, 0, place);
      System.arraycopy(before.times, place, times, place + 1, count - place);
      System.arraycopy(before.values, 0, values, 0, place);
      System.arraycopy(before.values, place, values, place + 1, count - place);
      System.arraycopy(before.histograms, 0, histograms, 0, place);
      System.arraycopy(before.histograms, place, histograms, place + 1, count - place);
    }
    times[place] = timestamp;
    values[place] = value;
    histograms[place] = histogram;
    bySlot.put(slot, new Late(times, values, histograms, count + 1));
    return true;
  }

  @Nullable Late of(int slot) {
    return bySlot.isEmpty() ? null : bySlot.get(slot);
  }

  void remove(int slot) {
    if (!bySlot.isEmpty()) {
      bySlot.remove(slot);
    }
  }

  long oldest() {
    long oldest = Long.MAX_VALUE;
    for (Late late : bySlot.values()) {
      oldest = Math.min(oldest, late.times[0]);
    }
    return oldest;
  }

  void removeBefore(long time) {
    bySlot
        .entrySet()
        .removeIf(
            entry -> {
              Late late = entry.getValue();
              int from = 0;
              while (from < late.count && late.times[from] < time) {
                from++;
              }
              if (from > 0 && from < late.count) {
                entry.setValue(
                    new Late(
                        Arrays.copyOfRange(late.times, from, late.count),
                        Arrays.copyOfRange(late.values, from, late.count),
                        Arrays.copyOfRange(late.histograms, from, late.count),
                        late.count - from));
              }
              return from == late.count;
            });
  }
}
