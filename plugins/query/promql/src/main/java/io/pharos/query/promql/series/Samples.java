package io.pharos.query.promql.series;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;
import io.pharos.model.sample.StaleMarker;
import io.pharos.query.promql.histogram.Resets;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import io.pharos.spi.storage.Series;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one series, oldest first, as range functions see them. Reused from series to
 * series. Confined to one thread.
 */
public final class Samples {
  private static final int FIRST_ROOM = 1024;

  private final SampleBatch batch = new SampleBatch(FIRST_ROOM);
  private @Nullable SampleCursor cursor;
  private boolean histograms;

  /** Reads a series. */
  public void read(Series series) {
    batch.clear();
    SampleCursor reader = series.samples(cursor);
    cursor = reader;
    while (true) {
      if (batch.size() == batch.capacity()) {
        batch.reserve(batch.capacity());
      }
      if (reader.read(batch) == 0) {
        break;
      }
    }
    noteHistograms();
  }

  private void noteHistograms() {
    Histogram @Nullable [] column = batch.histograms();
    histograms = false;
    if (column != null) {
      for (int i = 0; i < batch.size() && !histograms; i++) {
        histograms = column[i] != null;
      }
    }
  }

  /** Takes out stale markers. */
  public void dropStale() {
    double[] values = batch.values();
    Histogram @Nullable [] column = histograms ? batch.histograms() : null;
    int size = batch.size();
    int kept = 0;
    if (column == null && !hasNan(values, size)) {
      return;
    }
    while (kept < size && !isStale(kept, values, column)) {
      kept++;
    }
    if (kept == size) {
      return;
    }
    long[] times = batch.timestamps();
    long @Nullable [] starts = batch.startTimestamps();
    for (int i = kept; i < size; i++) {
      if (!isStale(i, values, column)) {
        times[kept] = times[i];
        values[kept] = values[i];
        if (column != null) {
          column[kept] = column[i];
        }
        if (starts != null) {
          starts[kept] = starts[i];
        }
        kept++;
      }
    }
    if (column != null) {
      Arrays.fill(column, kept, size, null);
    }
    if (starts != null) {
      Arrays.fill(starts, kept, size, 0);
    }
    batch.size(kept);
  }

  /** Without a branch for each value, since nearly all columns have none. */
  private static boolean hasNan(double[] values, int size) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += Double.isNaN(values[i]) ? 1 : 0;
    }
    return count > 0;
  }

  private static boolean isStale(int i, double[] values, Histogram @Nullable [] column) {
    Histogram histogram = column == null ? null : column[i];
    return histogram == null ? StaleMarker.is(values[i]) : histogram.isStale();
  }

  /** Gives histograms of which nothing is known a hint by comparing them with the one before. */
  public void compareResets() {
    Histogram @Nullable [] column = batch.histograms();
    if (!histograms || column == null) {
      return;
    }
    Histogram before = null;
    for (int i = 0; i < batch.size(); i++) {
      Histogram histogram = column[i];
      if (histogram != null
          && before != null
          && !histogram.isStale()
          && histogram.resetHint() == ResetHint.UNKNOWN) {
        boolean reset = Resets.between(before, histogram);
        column[i] =
            histogram.toBuilder().resetHint(reset ? ResetHint.RESET : ResetHint.NOT_RESET).build();
      }
      before = histogram == null || histogram.isStale() ? null : histogram;
    }
  }

  /**
   * Takes the values of a column that was computed at these steps. What histograms say of resets
   * holds against the sample before them, not against the one before in the column.
   */
  public void read(Column column, Steps steps) {
    batch.clear();
    for (int i = column.next(0); i >= 0; i = column.next(i + 1)) {
      Histogram histogram = column.histogram(i);
      if (histogram == null) {
        batch.add(steps.at(i), column.values()[i]);
      } else {
        boolean gauge = histogram.resetHint() == ResetHint.GAUGE;
        batch.add(
            steps.at(i),
            gauge ? histogram : histogram.toBuilder().resetHint(ResetHint.UNKNOWN).build());
      }
    }
    noteHistograms();
  }

  /** For composed samples: forgets all. */
  public Samples clear() {
    batch.clear();
    histograms = false;
    return this;
  }

  /** For composed samples: adds a float. */
  public void add(long time, double value) {
    batch.add(time, value);
  }

  /** For composed samples: adds a histogram. */
  public void add(long time, Histogram histogram) {
    batch.add(time, histogram);
    histograms = true;
  }

  /** For composed samples: adds a sample of others. */
  public void add(Samples from, int i) {
    Histogram histogram = from.histogram(i);
    if (histogram == null) {
      add(from.times()[i], from.values()[i]);
    } else {
      add(from.times()[i], histogram);
    }
    if (from.hasStartTimes()) {
      batch.startTimestamp(from.startTime(i));
    }
  }

  public int size() {
    return batch.size();
  }

  public long[] times() {
    return batch.timestamps();
  }

  public double[] values() {
    return batch.values();
  }

  /** Whether any sample is a histogram. */
  public boolean hasHistograms() {
    return histograms;
  }

  /** The histogram of a sample, null for a float. */
  public @Nullable Histogram histogram(int i) {
    Histogram @Nullable [] column = batch.histograms();
    return histograms && column != null ? column[i] : null;
  }

  /** The start timestamp of a sample, 0 for none. */
  public long startTime(int i) {
    long @Nullable [] starts = batch.startTimestamps();
    return starts == null ? 0 : starts[i];
  }

  /** Whether any sample may have a start timestamp. */
  public boolean hasStartTimes() {
    return batch.startTimestamps() != null;
  }
}
