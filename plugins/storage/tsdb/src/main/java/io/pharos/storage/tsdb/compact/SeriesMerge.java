package io.pharos.storage.tsdb.compact;

import io.pharos.model.label.Labels;
import io.pharos.storage.tsdb.query.Parts;
import io.pharos.storage.tsdb.query.Selection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the series of several selections in the order of labels, each once. Confined to one
 * thread.
 */
final class SeriesMerge {
  private final PriorityQueue<Lane> lanes =
      new PriorityQueue<>(
          Comparator.comparing((Lane lane) -> lane.labels).thenComparingInt(lane -> lane.number));
  private final List<Lane> taken = new ArrayList<>();
  private final Parts parts = new Parts();
  private @Nullable Labels labels;
  private long hashLow;
  private long hashHigh;

  /**
   * Adds a selection; of one time the earlier added counts. Null for series that are in order
   * already.
   */
  void add(Selection selection, int @Nullable [] order) {
    if (selection.size() > 0) {
      lanes.add(new Lane(selection, order, lanes.size()));
    }
  }

  /** Steps to the next series. */
  boolean next() {
    for (Lane lane : taken) {
      if (lane.next()) {
        lanes.add(lane);
      }
    }
    taken.clear();
    parts.clear();
    Lane first = lanes.poll();
    if (first == null) {
      return false;
    }
    labels = first.labels;
    hashLow = first.selection.hashLow(first.index());
    hashHigh = first.selection.hashHigh(first.index());
    take(first);
    for (Lane lane = lanes.peek();
        lane != null && lane.labels.equals(labels);
        lane = lanes.peek()) {
      lanes.poll();
      take(lane);
    }
    return true;
  }

  private void take(Lane lane) {
    parts.add(lane.selection, lane.index());
    taken.add(lane);
  }

  Labels labels() {
    Labels now = labels;
    if (now == null) {
      throw new IllegalStateException("next comes first");
    }
    return now;
  }

  long hashLow() {
    return hashLow;
  }

  long hashHigh() {
    return hashHigh;
  }

  /** Where the series is; valid until the next step. */
  Parts parts() {
    return parts;
  }

  private static final class Lane {
    final Selection selection;
    final int number;
    private final int @Nullable [] order;
    private int at;
    Labels labels;

    Lane(Selection selection, int @Nullable [] order, int number) {
      this.selection = selection;
      this.order = order;
      this.number = number;
      labels = selection.labels(order == null ? 0 : order[0]);
    }

    int index() {
      return order == null ? at : order[at];
    }

    boolean next() {
      if (++at == selection.size()) {
        return false;
      }
      labels = selection.labels(index());
      return true;
    }
  }
}
