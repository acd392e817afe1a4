package io.pharos.query.promql.operator;

import io.pharos.model.label.Label;
import io.pharos.model.label.Labels;
import io.pharos.query.promql.function.ElementFunction;
import io.pharos.query.promql.series.Column;

/** Each series with its values changed one by one. */
final class MapSource extends SeriesSource {
  /** What becomes of the metric name. */
  enum Naming {
    KEEP,
    DROP,
    /** Only the name goes, type and unit stay. */
    DROP_NAME_ALONE
  }

  private final SeriesSource source;
  private final ElementFunction function;
  private final Naming naming;
  private final boolean delayed;

  MapSource(SeriesSource source, ElementFunction function, Naming naming, boolean delayed) {
    this.source = source;
    this.function = function;
    this.naming = naming;
    this.delayed = delayed;
  }

  @Override
  int size() {
    return source.size();
  }

  @Override
  Labels labels(int index) {
    Labels labels = source.labels(index);
    if (delayed || naming == Naming.KEEP) {
      return labels;
    }
    return naming == Naming.DROP ? withoutName(labels) : labels.without(Label.NAME);
  }

  @Override
  boolean dropsName(int index) {
    return source.dropsName(index) || (delayed && naming != Naming.KEEP);
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
    source.read(index, scratch, into);
    function.apply(into);
  }
}
