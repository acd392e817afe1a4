package io.pharos.storage.tsdb.query;

import io.pharos.model.label.Labels;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of a select: joined series, built as they are asked for. Confined to one thread. */
final class JoinedSet implements SeriesSet {
  private final TsdbQuerier querier;
  private final Joined joined;
  private final SelectHints hints;
  private final long mint;
  private final long maxt;
  private final boolean overlap;
  private final Groups groups;
  private final Integer @Nullable [] order;
  private final Labels @Nullable [] known;
  private int at;
  private int given;

  JoinedSet(
      TsdbQuerier querier,
      List<Selection> sources,
      SelectHints hints,
      long mint,
      long maxt,
      boolean overlap) {
    this.querier = querier;
    this.hints = hints;
    this.mint = mint;
    this.maxt = maxt;
    this.overlap = overlap;
    joined = new Joined(sources);
    groups = new Groups(hints);
    if (hints.sorted()) {
      Labels[] labels = new Labels[joined.size()];
      Integer[] sorted = new Integer[joined.size()];
      for (int i = 0; i < sorted.length; i++) {
        labels[i] = labels(i);
        sorted[i] = i;
      }
      Arrays.sort(sorted, Comparator.comparing(i -> labels[i]));
      known = labels;
      order = sorted;
    } else {
      known = null;
      order = null;
    }
  }

  private Labels labels(int series) {
    int part = joined.first(series);
    return joined.source(part).labels(joined.index(part));
  }

  @Override
  public @Nullable Series next() {
    querier.checkOpen();
    if (Thread.currentThread().isInterrupted()) {
      throw new StorageException(StorageException.Code.UNAVAILABLE, "the read was interrupted");
    }
    while (at < joined.size() && (hints.limit() == 0 || given < hints.limit())) {
      int series = order == null ? at : order[at];
      at++;
      JoinedSeries found = new JoinedSeries(series, known == null ? null : known[series]);
      if (found.deleted.isEmpty()
          || hints.want() == SelectHints.Want.LABELS
          || found.hasSamples()) {
        given++;
        return found;
      }
    }
    return null;
  }

  @Override
  public int size() {
    int size = joined.size();
    return querier.hasTombstones() || hints.limit() > 0 ? -1 : size;
  }

  @Override
  public void close() {}

  /** One series. Thread-safe. */
  private final class JoinedSeries implements Series {
    private final int series;
    private final @Nullable Labels labels;
    final Intervals deleted;

    JoinedSeries(int series, @Nullable Labels labels) {
      this.series = series;
      this.labels = labels;
      int part = joined.first(series);
      Selection source = joined.source(part);
      int index = joined.index(part);
      deleted =
          querier.hasTombstones()
              ? querier.deleted(source.hashLow(index), source.hashHigh(index))
              : Intervals.none();
    }

    @Override
    public Labels labels() {
      return labels == null ? JoinedSet.this.labels(series) : labels;
    }

    @Override
    public int group() {
      int part = joined.first(series);
      return groups.of(joined.source(part), joined.index(part));
    }

    @Override
    public SampleCursor samples(@Nullable SampleCursor reuse) {
      querier.checkOpen();
      JoinedCursor cursor = reuse instanceof JoinedCursor old ? old : new JoinedCursor();
      boolean newestOnly = hints.want() == SelectHints.Want.NEWEST && deleted.isEmpty() && !overlap;
      Parts parts = new Parts();
      // of overlapping parts all are read; else those in the order of time, or the newest alone
      for (int part = joined.first(series); part >= 0; part = joined.next(part)) {
        parts.add(joined.source(part), joined.index(part));
      }
      cursor.open(parts, mint, maxt, newestOnly, overlap, deleted);
      return cursor;
    }

    boolean hasSamples() {
      return samples(null).read(new SampleBatch(64)) > 0;
    }
  }
}
