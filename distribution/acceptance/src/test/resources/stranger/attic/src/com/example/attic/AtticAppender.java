package com.example.attic;

import io.pharos.model.label.Labels;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A transaction. Confined to one thread. */
final class AtticAppender implements Appender {
  private final Attic attic;
  private final Map<Long, Pending> pending = new HashMap<>();

  AtticAppender(Attic attic) {
    this.attic = attic;
  }

  @Override
  public long ref(Labels labels) {
    return attic.ref(labels);
  }

  @Override
  public int appendAt(long timestamp, long[] refs, double[] values, int count, byte[] outcomes) {
    int refused = 0;
    for (int i = 0; i < count; i++) {
      outcomes[i] = append(refs[i], timestamp, values[i]);
      refused += outcomes[i] == AppendOutcome.OK ? 0 : 1;
    }
    return refused;
  }

  @Override
  public int appendSeries(
      long ref, long[] timestamps, double[] values, int count, byte[] outcomes) {
    int refused = 0;
    for (int i = 0; i < count; i++) {
      outcomes[i] = append(ref, timestamps[i], values[i]);
      refused += outcomes[i] == AppendOutcome.OK ? 0 : 1;
    }
    return refused;
  }

  private byte append(long ref, long timestamp, double value) {
    Pending mine = pending.get(ref);
    if (mine == null) {
      Shelf shelf = attic.shelf(ref);
      if (shelf == null) {
        return AppendOutcome.UNKNOWN_REF;
      }
      mine = new Pending(shelf);
      pending.put(ref, mine);
    }
    byte outcome =
        mine.size == 0
            ? attic.judge(mine.shelf, timestamp, value)
            : Shelf.judge(
                timestamp, value, mine.times[mine.size - 1], mine.values[mine.size - 1]);
    if (outcome == AppendOutcome.OK) {
      mine.add(timestamp, value);
    }
    return outcome;
  }

  @Override
  public void commit() {
    attic.commit(pending.values());
    pending.clear();
  }

  @Override
  public void close() {
    pending.clear();
  }

  /** What a transaction holds for one series. Confined to its thread. */
  static final class Pending {
    private final Shelf shelf;
    private long[] times = new long[4];
    private double[] values = new double[4];
    private int size;

    Pending(Shelf shelf) {
      this.shelf = shelf;
    }

    private void add(long timestamp, double value) {
      if (size == times.length) {
        times = Arrays.copyOf(times, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      times[size] = timestamp;
      values[size++] = value;
    }

    void store() {
      for (int i = 0; i < size; i++) {
        shelf.add(times[i], values[i]);
      }
      size = 0;
    }
  }
}
