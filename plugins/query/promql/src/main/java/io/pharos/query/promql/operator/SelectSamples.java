package io.pharos.query.promql.operator;

import io.pharos.model.label.Labels;
import io.pharos.query.promql.ast.Expr.Edges;
import io.pharos.query.promql.plan.Node;
import io.pharos.query.promql.series.Samples;
import io.pharos.query.promql.series.Steps;
import io.pharos.query.promql.series.Window;
import io.pharos.spi.storage.SelectHints;
import org.jspecify.annotations.Nullable;

/** The samples of selected series. */
final class SelectSamples extends SampleSource {
  private final Evaluation evaluation;
  private final Node.SelectRange range;
  private final Window window;
  private final Selection selection;
  private final int place;

  SelectSamples(Evaluation evaluation, Node.SelectRange range, Steps steps) {
    this.evaluation = evaluation;
    this.range = range;
    this.place = evaluation.nextOperator();
    Node.Select select = range.select();
    this.window = new Window(range.range(), select.offset(), select.at());
    long lookback = evaluation.settings().lookback();
    this.selection =
        Selection.of(
            evaluation,
            select,
            window.start(steps.start()) + 1 - (select.edges() == Edges.PLAIN ? 0 : lookback),
            window.end(steps.end()) + (select.edges() == Edges.SMOOTHED ? lookback : 0),
            SelectHints.Want.SAMPLES,
            range.range());
  }

  @Override
  Window window() {
    return window;
  }

  @Override
  int size() {
    return selection.size();
  }

  @Override
  Labels labels(int index) {
    return selection.at(index).labels();
  }

  @Override
  int group(int index) {
    return selection.at(index).group();
  }

  @Override
  @Nullable String commonName() {
    return selection.commonName();
  }

  @Override
  boolean distinctWithoutName() {
    return selection.distinctWithoutName();
  }

  @Override
  Samples read(int index, Scratch scratch) {
    Samples samples = scratch.place(place, Samples::new);
    samples.read(selection.at(index));
    evaluation.read(samples.size());
    samples.dropStale();
    if (range.select().countsAlone()) {
      samples.compareResets();
    }
    return samples;
  }
}
