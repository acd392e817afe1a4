package com.example.attic;

import io.pharos.model.label.Labels;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import io.pharos.spi.storage.Series;
import java.util.Arrays;

/** One series: times and values, oldest first. Guarded by the attic's monitor. */
final class Shelf {
  private final Labels labels;
  private final long ref;
  private long[] times = new long[16];
  private double[] values = new double[16];
  private int size;

  Shelf(Labels labels, long ref) {
    this.labels = labels;
    this.ref = ref;
  }

  long ref() {
    return ref;
  }

  long first() {
    return size == 0 ? Long.MAX_VALUE : times[0];
  }

  long last() {
    return size == 0 ? Long.MIN_VALUE : times[size - 1];
  }

  byte judge(long timestamp, double value) {
    return size == 0
        ? AppendOutcome.OK
        : judge(timestamp, value, times[size - 1], values[size - 1]);
  }

  /** What becomes of a sample behind a newest one. */
  static byte judge(long timestamp, double value, long newest, double newestValue) {
    if (timestamp != newest) {
      return timestamp > newest ? AppendOutcome.OK : AppendOutcome.OUT_OF_ORDER;
    }
    boolean same = Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(newestValue);
    return same ? AppendOutcome.OK : AppendOutcome.DUPLICATE;
  }

  /** Adds a sample if it is newer than all others: another transaction may have been faster. */
  void add(long timestamp, double value) {
    if (timestamp <= last()) {
      return;
    }
    if (size == times.length) {
      // the old columns stay as they are, for those who read them
      times = Arrays.copyOf(times, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    times[size] = timestamp;
    values[size++] = value;
  }

  /** What is in a range now; later samples do not show. */
  View view(long mint, long maxt) {
    int from = lowerBound(mint);
    int to = maxt == Long.MAX_VALUE ? size : lowerBound(maxt + 1);
    return new View(labels, times, values, from, Math.max(from, to));
  }

  private int lowerBound(long timestamp) {
    int found = Arrays.binarySearch(times, 0, size, timestamp);
    return found >= 0 ? found : -found - 1;
  }

  /** Samples of one series at one moment. Immutable. */
  record View(Labels labels, long[] times, double[] values, int from, int to) implements Series {
    boolean isEmpty() {
      return from == to;
    }

    View within(long mint, long maxt) {
      int start = from;
      int end = to;
      while (start < end && times[start] < mint) {
        start++;
      }
      while (end > start && times[end - 1] > maxt) {
        end--;
      }
      return new View(labels, times, values, start, end);
    }

    @Override
    public SampleCursor samples(SampleCursor reuse) {
      return new Cursor(this);
    }
  }

  /** Confined to one thread. */
  private static final class Cursor implements SampleCursor {
    private final View view;
    private int next;

    Cursor(View view) {
      this.view = view;
      next = view.from();
    }

    @Override
    public int read(SampleBatch batch) {
      int count = Math.min(view.to() - next, batch.capacity() - batch.size());
      for (int i = 0; i < count; i++, next++) {
        batch.add(view.times()[next], view.values()[next]);
      }
      return count;
    }
  }
}
