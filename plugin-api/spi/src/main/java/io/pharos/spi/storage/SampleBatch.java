package io.pharos.spi.storage;

import io.pharos.model.sample.Histogram;
import io.pharos.spi.Experimental;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Columns of samples that a cursor fills and a caller reads; the arrays are open on purpose, for
 * they are filled and read in inner loops. Sample i is a histogram where {@code histograms()} is
 * not null and holds one at i, else the float {@code values()[i]}. Confined to one thread.
 */
@Experimental(since = "0.1")
public final class SampleBatch {
  private long[] timestamps;
  private double[] values;
  private Histogram @Nullable [] histograms;
  private long @Nullable [] startTimestamps;
  private int size;

  /** An empty batch with room for so many samples. */
  public SampleBatch(int capacity) {
    timestamps = new long[capacity];
    values = new double[capacity];
  }

  /** Forgets all samples and keeps the room. */
  public void clear() {
    if (histograms != null) {
      Arrays.fill(histograms, 0, size, null);
    }
    if (startTimestamps != null) {
      Arrays.fill(startTimestamps, 0, size, 0);
    }
    size = 0;
  }

  /** Forgets the first {@code count} samples and moves the rest to the front. */
  public void drop(int count) {
    int rest = size - count;
    System.arraycopy(timestamps, count, timestamps, 0, rest);
    System.arraycopy(values, count, values, 0, rest);
    if (histograms != null) {
      System.arraycopy(histograms, count, histograms, 0, rest);
      Arrays.fill(histograms, rest, size, null);
    }
    if (startTimestamps != null) {
      System.arraycopy(startTimestamps, count, startTimestamps, 0, rest);
      Arrays.fill(startTimestamps, rest, size, 0);
    }
    size = rest;
  }

  /** Makes room for so many more samples than there are. */
  public void reserve(int more) {
    int needed = Math.addExact(size, more);
    if (needed > timestamps.length) {
      int grown = Math.max(needed, timestamps.length + (timestamps.length >> 1));
      timestamps = Arrays.copyOf(timestamps, grown);
      values = Arrays.copyOf(values, grown);
      if (histograms != null) {
        histograms = Arrays.copyOf(histograms, grown);
      }
      if (startTimestamps != null) {
        startTimestamps = Arrays.copyOf(startTimestamps, grown);
      }
    }
  }

  public int size() {
    return size;
  }

  /** For cursors: so many samples are filled now. */
  public void size(int filled) {
    size = filled;
  }

  public int capacity() {
    return timestamps.length;
  }

  /** Epoch milliseconds, ascending. */
  public long[] timestamps() {
    return timestamps;
  }

  public double[] values() {
    return values;
  }

  /** The column of histograms, null while there was never one. */
  public Histogram @Nullable [] histograms() {
    return histograms;
  }

  /** The column of start timestamps (0 for none), null while there was never one. */
  public long @Nullable [] startTimestamps() {
    return startTimestamps;
  }

  /** Adds a float sample; makes room if needed. */
  public void add(long timestamp, double value) {
    reserve(1);
    timestamps[size] = timestamp;
    values[size++] = value;
  }

  /** Adds a histogram sample; makes room if needed. */
  public void add(long timestamp, Histogram histogram) {
    reserve(1);
    if (histograms == null) {
      histograms = new Histogram[timestamps.length];
    }
    timestamps[size] = timestamp;
    values[size] = histogram.sum();
    histograms[size++] = histogram;
  }

  /** Sets the start timestamp of the newest sample. */
  public void startTimestamp(long startTimestamp) {
    if (startTimestamps == null) {
      startTimestamps = new long[timestamps.length];
    }
    startTimestamps[size - 1] = startTimestamp;
  }
}
