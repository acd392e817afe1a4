package io.pharos.query.promql.operator;

import io.pharos.model.label.Label;
import io.pharos.model.label.Labels;
import io.pharos.query.promql.series.Column;
import io.pharos.spi.storage.Series;

/**
 * A vector over all steps, as series that are computed when they are read. Reading is thread-safe
 * where every thread has a scratch and a column of its own; labels may be built at each call.
 */
public abstract class SeriesSource {
  /** How many series there are; some may turn out to have no value. */
  abstract int size();

  abstract Labels labels(int index);

  /** Whether the metric name is to be removed at the end of the query. */
  boolean dropsName(int index) {
    return false;
  }

  /** The group of the storage, see {@link Series#group}. */
  int group(int index) {
    return Series.UNGROUPED;
  }

  /** Whether different series still differ when the metric name is removed. */
  boolean distinctWithoutName() {
    return false;
  }

  /** Computes a series into an empty column. */
  abstract void read(int index, Scratch scratch, Column into);

  /** The labels as they stand at the end of the query. */
  Labels finalLabels(int index) {
    Labels labels = labels(index);
    return dropsName(index) ? withoutName(labels) : labels;
  }

  /** Labels without the metric's name, type and unit. */
  static Labels withoutName(Labels labels) {
    if (!labels.has(Label.NAME) && !labels.has("__type__") && !labels.has("__unit__")) {
      return labels;
    }
    return labels.toBuilder().remove(Label.NAME).remove("__type__").remove("__unit__").build();
  }
}
