package io.pharos.query.promql.engine;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.query.promql.operator.Evaluator;
import io.pharos.query.promql.operator.Evaluator.ResultColumn;
import io.pharos.query.promql.plan.Node;
import io.pharos.query.promql.series.Column;
import io.pharos.query.promql.series.Steps;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.query.ResultSeries;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a plan and shapes its result. */
final class Results {
  /** A result without its annotations. */
  record Shaped(QueryResult.Type type, List<ResultSeries> series, String string) {}

  private final Evaluator evaluator;
  private final Steps steps;
  private final boolean instant;

  Results(Evaluator evaluator, Steps steps, boolean instant) {
    this.evaluator = evaluator;
    this.steps = steps;
    this.instant = instant;
  }

  Shaped compute(Node plan) {
    return switch (plan.type()) {
      case STRING ->
          new Shaped(
              QueryResult.Type.STRING,
              List.of(),
              plan instanceof Node.Text text ? text.value() : "");
      case SCALAR -> {
        Column column = new Column(steps.count());
        double[] values = evaluator.scalar(plan, steps);
        for (int step = 0; step < values.length; step++) {
          column.set(step, values[step]);
        }
        yield new Shaped(
            instant ? QueryResult.Type.SCALAR : QueryResult.Type.MATRIX,
            steps.count() == 0 ? List.of() : List.of(series(Labels.empty(), column)),
            "");
      }
      case VECTOR -> {
        List<ResultColumn> columns = evaluator.result(plan, steps);
        List<ResultSeries> series = new ArrayList<>(columns.size());
        for (ResultColumn column : columns) {
          evaluator.pulse();
          series.add(series(column.labels(), column.column()));
        }
        if (!instant) {
          series.sort(this::byLabels);
        }
        yield new Shaped(instant ? QueryResult.Type.VECTOR : QueryResult.Type.MATRIX, series, "");
      }
      case MATRIX -> {
        List<ResultSeries> series = new ArrayList<>(evaluator.rangeResult(plan, steps));
        series.sort(this::byLabels);
        yield new Shaped(QueryResult.Type.MATRIX, series, "");
      }
    };
  }

  private int byLabels(ResultSeries a, ResultSeries b) {
    evaluator.pulse();
    return a.labels().compareTo(b.labels());
  }

  private ResultSeries series(Labels labels, Column column) {
    int size = column.count();
    long[] times = new long[size];
    double[] values = new double[size];
    Histogram @Nullable [] histograms = column.hasHistograms() ? new Histogram[size] : null;
    int at = 0;
    for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
      times[at] = steps.at(step);
      values[at] = column.values()[step];
      Histogram histogram = column.histogram(step);
      if (histograms != null && histogram != null) {
        histograms[at] = histogram;
      }
      at++;
    }
    return new ResultSeries(labels, times, values, histograms, size);
  }
}
