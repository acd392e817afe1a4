package io.pharos.query.promql.operator;

import io.pharos.model.label.Labels;
import io.pharos.query.promql.series.Column;

/** A vector of one moment, repeated at all steps. */
final class FixedSource extends SeriesSource {
  private final SeriesSource source;
  private final int place;

  FixedSource(Evaluation evaluation, SeriesSource source) {
    this.source = source;
    this.place = evaluation.nextOperator();
  }

  @Override
  int size() {
    return source.size();
  }

  @Override
  Labels labels(int index) {
    return source.labels(index);
  }

  @Override
  boolean dropsName(int index) {
    return source.dropsName(index);
  }

  @Override
  int group(int index) {
    return source.group(index);
  }

  @Override
  boolean distinctWithoutName() {
    return source.distinctWithoutName();
  }

  @Override
  void read(int index, Scratch scratch, Column into) {
    Column once = scratch.place(place, () -> new Column(1));
    once.clear();
    source.read(index, scratch, once);
    if (once.has(0)) {
      for (int step = 0; step < into.steps(); step++) {
        into.copy(step, once, 0);
      }
    }
  }
}
