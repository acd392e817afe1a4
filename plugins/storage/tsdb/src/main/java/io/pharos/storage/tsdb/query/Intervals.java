package io.pharos.storage.tsdb.query;

import io.pharos.model.sample.Histogram;
import io.pharos.spi.storage.SampleBatch;
import java.util.Arrays;

/** Ranges of deleted time of one series, both ends inside, sorted and apart. Immutable. */
public final class Intervals {
  private static final Intervals NONE = new Intervals(new long[0]);

  /** First and last milliseconds in turn. */
  private final long[] bounds;

  private Intervals(long[] bounds) {
    this.bounds = bounds;
  }

  public static Intervals none() {
    return NONE;
  }

  public boolean isEmpty() {
    return bounds.length == 0;
  }

  public int size() {
    return bounds.length / 2;
  }

  public long mint(int index) {
    return bounds[2 * index];
  }

  public long maxt(int index) {
    return bounds[2 * index + 1];
  }

  /** These and one range more. */
  public Intervals add(long mint, long maxt) {
    long from = mint;
    long to = maxt;
    long[] joined = new long[bounds.length + 2];
    int count = 0;
    int i = 0;
    while (i < bounds.length && bounds[i + 1] < from && bounds[i + 1] != from - 1) {
      joined[count++] = bounds[i];
      joined[count++] = bounds[i + 1];
      i += 2;
    }
    while (i < bounds.length && (bounds[i] <= to || bounds[i] == to + 1)) {
      from = Math.min(from, bounds[i]);
      to = Math.max(to, bounds[i + 1]);
      i += 2;
    }
    joined[count++] = from;
    joined[count++] = to;
    while (i < bounds.length) {
      joined[count++] = bounds[i++];
    }
    return new Intervals(Arrays.copyOf(joined, count));
  }

  /** These and others. */
  public Intervals addAll(Intervals others) {
    Intervals all = this;
    for (int i = 0; i < others.size(); i++) {
      all = all.add(others.mint(i), others.maxt(i));
    }
    return all;
  }

  /** Whether a whole range is deleted. */
  public boolean covers(long mint, long maxt) {
    for (int i = 0; i < bounds.length; i += 2) {
      if (bounds[i] <= mint && bounds[i + 1] >= maxt) {
        return true;
      }
    }
    return false;
  }

  public boolean contains(long timestamp) {
    return covers(timestamp, timestamp);
  }

  /** Takes deleted samples out of a batch, from a place on; answers how many are left there. */
  public int filter(SampleBatch batch, int from) {
    long[] times = batch.timestamps();
    double[] values = batch.values();
    Histogram[] histograms = batch.histograms();
    int kept = from;
    for (int i = from; i < batch.size(); i++) {
      if (!contains(times[i])) {
        times[kept] = times[i];
        values[kept] = values[i];
        if (histograms != null) {
          histograms[kept] = histograms[i];
        }
        kept++;
      }
    }
    if (histograms != null) {
      Arrays.fill(histograms, kept, batch.size(), null);
    }
    batch.size(kept);
    return kept - from;
  }
}
