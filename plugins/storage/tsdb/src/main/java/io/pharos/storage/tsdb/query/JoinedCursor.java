package io.pharos.storage.tsdb.query;

import io.pharos.model.sample.Histogram;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a joined series: its parts one after the other, or merged by time where they overlap; of
 * two samples of one time the earlier part's counts. Confined to one thread.
 */
public final class JoinedCursor implements SampleCursor {
  private static final int MERGE_ROOM = 128;

  private final List<Selection.@Nullable PartCursor> spare = new ArrayList<>();
  private Intervals deleted = Intervals.none();
  private Parts parts = new Parts();
  private long mint;
  private long maxt;
  private boolean newestOnly;
  private int part;
  private boolean isFound;
  private Selection.@Nullable PartCursor current;
  private final List<Lane> lanes = new ArrayList<>();
  private boolean isMerging;

  /** Starts a series. The parts are kept. */
  public void open(
      Parts newParts,
      long newMint,
      long newMaxt,
      boolean newest,
      boolean overlap,
      Intervals intervals) {
    parts = newParts;
    mint = newMint;
    maxt = newMaxt;
    newestOnly = newest;
    deleted = intervals;
    part = newest && !overlap ? newParts.count() - 1 : 0;
    isFound = false;
    current = null;
    lanes.clear();
    isMerging = overlap;
    for (int p = 0; overlap && p < parts.count(); p++) {
      Selection source = parts.source(p);
      lanes.add(new Lane(source.open(parts.index(p), null, mint, maxt, false), null));
      SampleBatch late = source.late(parts.index(p), mint, maxt);
      if (late != null) {
        lanes.add(new Lane(null, late));
      }
    }
  }

  @Override
  public int read(SampleBatch batch) {
    while (true) {
      int from = batch.size();
      int count = isMerging ? merge(batch) : chain(batch);
      if (count == 0 || deleted.isEmpty()) {
        return count;
      }
      int kept = deleted.filter(batch, from);
      if (kept > 0) {
        return kept;
      }
    }
  }

  private int chain(SampleBatch batch) {
    while (part >= 0 && part < parts.count()) {
      Selection.PartCursor cursor = current;
      if (cursor == null) {
        cursor = open(part);
        current = cursor;
      }
      int count = cursor.read(batch);
      if (count > 0) {
        isFound = true;
        return count;
      }
      current = null;
      // the newest sample is in the last part that has one
      part += newestOnly ? (isFound ? -parts.count() : -1) : 1;
    }
    return 0;
  }

  private Selection.PartCursor open(int part) {
    while (spare.size() <= part) {
      spare.add(null);
    }
    Selection.PartCursor cursor =
        parts.source(part).open(parts.index(part), spare.get(part), mint, maxt, newestOnly);
    spare.set(part, cursor);
    return cursor;
  }

  private int merge(SampleBatch batch) {
    int from = batch.size();
    boolean wasHistogram = false;
    while (batch.size() < batch.capacity()) {
      Lane least = null;
      for (int i = 0; i < lanes.size(); i++) {
        Lane lane = lanes.get(i);
        if (lane.fill() && (least == null || lane.time() < least.time())) {
          least = lane;
        }
      }
      if (least == null) {
        break;
      }
      Histogram histogram = least.histogram();
      boolean isHistogram = histogram != null;
      if (batch.size() > from && isHistogram != wasHistogram) {
        break;
      }
      wasHistogram = isHistogram;
      long time = least.time();
      if (histogram != null) {
        batch.add(time, histogram);
      } else {
        batch.add(time, least.value());
      }
      for (int i = 0; i < lanes.size(); i++) {
        lanes.get(i).skip(time);
      }
    }
    return batch.size() - from;
  }

  /** One part of a merge. */
  private static final class Lane {
    private final Selection.@Nullable PartCursor cursor;
    private final SampleBatch batch;
    private int at;

    Lane(Selection.@Nullable PartCursor cursor, @Nullable SampleBatch all) {
      this.cursor = cursor;
      batch = all == null ? new SampleBatch(MERGE_ROOM) : all;
    }

    /** Whether there is a sample. */
    boolean fill() {
      if (at < batch.size()) {
        return true;
      }
      if (cursor == null) {
        return false;
      }
      batch.clear();
      at = 0;
      return cursor.read(batch) > 0;
    }

    long time() {
      return batch.timestamps()[at];
    }

    double value() {
      return batch.values()[at];
    }

    @Nullable Histogram histogram() {
      Histogram[] histograms = batch.histograms();
      return histograms == null ? null : histograms[at];
    }

    void skip(long time) {
      if (at < batch.size() && batch.timestamps()[at] == time) {
        at++;
      }
    }
  }
}
