package io.pharos.query.promql.operator;

import io.pharos.model.label.Labels;
import io.pharos.query.promql.series.Column;
import java.util.List;

/** A vector that was computed. */
final class ColumnsSource extends SeriesSource {
  /**
   * One series.
   *
   * @param labels as the source has them
   * @param dropsName whether the metric name is to be removed at the end of the query
   */
  record Entry(Labels labels, boolean dropsName, Column column) {
    Labels finalLabels() {
      return dropsName ? withoutName(labels) : labels;
    }
  }

  private final List<Entry> entries;

  ColumnsSource(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  List<Entry> entries() {
    return entries;
  }

  @Override
  int size() {
    return entries.size();
  }

  @Override
  Labels labels(int index) {
    return entries.get(index).labels;
  }

  @Override
  boolean dropsName(int index) {
    return entries.get(index).dropsName;
  }

  @Override
  void read(int index, Scratch scratch, Column into) {
    Column column = entries.get(index).column;
    for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
      into.copy(step, column, step);
    }
  }
}
