package io.pharos.query.promql.operator;

import io.pharos.model.label.Labels;
import io.pharos.query.promql.plan.Node;
import io.pharos.query.promql.series.Column;
import io.pharos.query.promql.series.Samples;
import io.pharos.query.promql.series.Steps;
import io.pharos.query.promql.series.Window;

/** The values of a computation at steps of its own, as samples. */
final class SubquerySamples extends SampleSource {
  private record Buffers(Column column, Samples samples) {}

  private final Window window;
  private final Steps inner;
  private final SeriesSource source;
  private final int place;

  SubquerySamples(Evaluation evaluation, Window window, Steps inner, SeriesSource source) {
    this.window = window;
    this.inner = inner;
    this.source = source;
    this.place = evaluation.nextOperator();
  }

  /**
   * The steps of the computation: whole multiples of its interval, in the windows of these steps.
   */
  static Steps steps(Node.Subquery subquery, Window window, Steps steps) {
    long interval = subquery.interval();
    long before = window.start(steps.start());
    long start = Math.multiplyExact(Math.floorDiv(before, interval) + 1, interval);
    return Steps.between(start, window.end(steps.end()), interval);
  }

  @Override
  Window window() {
    return window;
  }

  @Override
  int size() {
    return inner.count() == 0 ? 0 : source.size();
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
  Samples read(int index, Scratch scratch) {
    Buffers buffers =
        scratch.place(place, () -> new Buffers(new Column(inner.count()), new Samples()));
    buffers.column.clear();
    source.read(index, scratch, buffers.column);
    buffers.samples.read(buffers.column, inner);
    return buffers.samples;
  }
}
