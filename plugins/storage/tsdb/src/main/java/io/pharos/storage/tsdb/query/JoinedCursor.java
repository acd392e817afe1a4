package io.pharos.storage.tsdb.query;

import io.pharos.model.sample.Histogram;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a joined series: its parts one after the other, or merged by time where they overlap; of two
 * samples of one time the later part's counts. Confined to one thread.
 */
final class JoinedCursor implements SampleCursor {
  private static final int MERGE_ROOM = 128;

  private final List<Selection.@Nullable PartCursor> spare = new ArrayList<>();
  private Intervals deleted = Intervals.none();
  private @Nullable Plan plan;
  private int part;
  private Selection.@Nullable PartCursor current;
  private final List<Lane> lanes = new ArrayList<>();
  private boolean isMerging;

  /** What is read. */
  record Plan(Joined joined, int first, long mint, long maxt, boolean newestOnly) {}

  /** Starts a series. */
  void open(Plan newPlan, boolean overlap, Intervals intervals) {
    plan = newPlan;
    deleted = intervals;
    part = newPlan.first;
    current = null;
    lanes.clear();
    isMerging = overlap;
    if (overlap) {
      for (int p = part; p >= 0; p = newPlan.joined.next(p)) {
        Selection source = newPlan.joined.source(p);
        int index = newPlan.joined.index(p);
        lanes.add(new Lane(source.open(index, null, newPlan.mint, newPlan.maxt, false), null));
        SampleBatch late = source.late(index, newPlan.mint, newPlan.maxt);
        if (late != null) {
          lanes.add(new Lane(null, late));
        }
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
    Plan plan = this.plan;
    while (plan != null && (current != null || part >= 0)) {
      Selection.PartCursor cursor = current;
      if (cursor == null) {
        cursor = open(plan, part);
        current = cursor;
      }
      int count = cursor.read(batch);
      if (count > 0) {
        return count;
      }
      current = null;
      part = plan.joined.next(part);
    }
    return 0;
  }

  private Selection.PartCursor open(Plan plan, int part) {
    int source = plan.joined.sourceIndex(part);
    while (spare.size() <= source) {
      spare.add(null);
    }
    Selection.PartCursor cursor =
        plan.joined
            .source(part)
            .open(plan.joined.index(part), spare.get(source), plan.mint, plan.maxt, plan.newestOnly);
    spare.set(source, cursor);
    return cursor;
  }

  private int merge(SampleBatch batch) {
    int from = batch.size();
    boolean wasHistogram = false;
    while (batch.size() < batch.capacity()) {
      Lane least = null;
      for (int i = 0; i < lanes.size(); i++) {
        Lane lane = lanes.get(i);
        if (lane.fill() && (least == null || lane.time() <= least.time())) {
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
