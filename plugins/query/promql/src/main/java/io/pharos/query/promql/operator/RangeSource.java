package io.pharos.query.promql.operator;

import io.pharos.model.label.Labels;
import io.pharos.query.promql.function.RangeFunction;
import io.pharos.query.promql.function.RangeInput;
import io.pharos.query.promql.lexer.Span;
import io.pharos.query.promql.series.Column;
import io.pharos.query.promql.series.Samples;
import io.pharos.query.promql.series.Steps;
import java.util.List;

/** A range function of each series. */
final class RangeSource extends SeriesSource {
  private final Evaluation evaluation;
  private final SampleSource samples;
  private final RangeFunction function;
  private final boolean keepsName;
  private final Steps steps;
  private final List<double[]> scalars;
  private final List<Span> spans;
  private final SampleCounts counts;
  private final int place;

  RangeSource(
      Evaluation evaluation,
      SampleSource samples,
      RangeFunction function,
      boolean keepsName,
      Steps steps,
      List<double[]> scalars,
      List<Span> spans) {
    this.evaluation = evaluation;
    this.samples = samples;
    this.function = function;
    this.keepsName = keepsName;
    this.steps = steps;
    this.scalars = scalars;
    this.spans = spans;
    this.place = evaluation.nextOperator();
    this.counts = evaluation.counts();
  }

  @Override
  int size() {
    return samples.size();
  }

  @Override
  Labels labels(int index) {
    Labels labels = samples.labels(index);
    return keepsName || evaluation.settings().delayedNames() ? labels : withoutName(labels);
  }

  @Override
  boolean dropsName(int index) {
    return samples.dropsName(index) || (!keepsName && evaluation.settings().delayedNames());
  }

  @Override
  int group(int index) {
    return samples.group(index);
  }

  @Override
  boolean distinctWithoutName() {
    return samples.distinctWithoutName();
  }

  @Override
  void read(int index, Scratch scratch, Column into) {
    Samples read = samples.read(index, scratch);
    RangeInput input = scratch.place(place, this::input);
    input.of(read, () -> samples.labels(index));
    if (read.size() > 0) {
      function.compute(input, into);
    }
    counts.looked(input);
    evaluation.pass(input.largestWindow());
  }

  private RangeInput input() {
    return new RangeInput(
        steps,
        samples.window(),
        scalars,
        evaluation.annotations(),
        spans,
        evaluation.settings().startTimes(),
        evaluation.settings().typeLabels(),
        samples.commonName(),
        evaluation::check);
  }
}
