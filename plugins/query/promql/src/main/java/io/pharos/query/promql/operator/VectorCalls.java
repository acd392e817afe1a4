package io.pharos.query.promql.operator;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.model.label.MatchType;
import io.pharos.query.promql.ast.ValueType;
import io.pharos.query.promql.function.ElementFunction;
import io.pharos.query.promql.function.ElementFunctions;
import io.pharos.query.promql.operator.ColumnsSource.Entry;
import io.pharos.query.promql.plan.Node;
import io.pharos.query.promql.series.Column;
import io.pharos.query.promql.series.Steps;
import io.pharos.spi.error.BugException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The functions that look at more than single elements or samples of one series. */
final class VectorCalls {
  private final Evaluation evaluation;
  private final Evaluator evaluator;

  VectorCalls(Evaluation evaluation, Evaluator evaluator) {
    this.evaluation = evaluation;
    this.evaluator = evaluator;
  }

  /** Fills the values of a function that gives a scalar. */
  void scalar(Node.Call call, Steps steps, double[] values) {
    switch (call.function().name()) {
      case "time" -> Arrays.setAll(values, i -> steps.at(i) / 1000.0);
      case "pi" -> Arrays.fill(values, Math.PI);
      case "start" -> Arrays.fill(values, evaluation.times().start() / 1000.0);
      case "end" -> Arrays.fill(values, evaluation.times().end() / 1000.0);
      case "range" ->
          Arrays.fill(values, (evaluation.times().end() - evaluation.times().start()) / 1000.0);
      case "step" -> Arrays.fill(values, evaluation.times().step() / 1000.0);
      case "max_of", "min_of" -> {
        boolean most = call.function().name().equals("max_of");
        double[] a = evaluator.scalar(call.args().get(0), steps);
        double[] b = evaluator.scalar(call.args().get(1), steps);
        Arrays.setAll(values, i -> most ? Math.max(a[i], b[i]) : Math.min(a[i], b[i]));
      }
      case "scalar" -> onlyValue(call.args().getFirst(), steps, values);
      default -> throw new BugException("no scalar function: " + call.function().name());
    }
  }

  /** The value of a vector with one float, else NaN. */
  private void onlyValue(Node vector, Steps steps, double[] values) {
    int[] found = new int[values.length];
    Arrays.fill(values, Double.NaN);
    for (Entry entry : evaluator.columns(vector, steps)) {
      Column column = entry.column();
      for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
        if (column.histogram(step) == null) {
          values[step] = ++found[step] == 1 ? column.values()[step] : Double.NaN;
        }
      }
    }
  }

  SeriesSource vector(Node.Call call, Steps steps) {
    List<Node> args = call.args();
    String name = call.function().name();
    return switch (name) {
      case "vector" -> single(evaluator.scalar(args.getFirst(), steps));
      case "timestamp" -> timestamp(args.getFirst(), steps);
      case "start_timestamp" -> startTimestamp(args.getFirst(), steps);
      case "absent" -> absent(call, steps);
      case "label_replace" -> new LabelFunctions(evaluator).replace(args, steps);
      case "label_join" -> new LabelFunctions(evaluator).join(args, steps);
      case "sort", "sort_desc", "sort_by_label", "sort_by_label_desc" ->
          new Sorter(evaluator).sort(call, steps);
      case "histogram_quantile", "histogram_quantiles", "histogram_fraction" ->
          new HistogramCalls(evaluator).evaluate(call, steps);
      case "info" -> new InfoCall(evaluator).evaluate(args, steps);
      default -> calendar(call, steps);
    };
  }

  /** A calendar function without an argument, of the evaluation time. */
  private SeriesSource calendar(Node.Call call, Steps steps) {
    ElementFunction function = ElementFunctions.find(call.function().name(), List.of());
    if (function == null || !call.args().isEmpty()) {
      throw new BugException("no vector function: " + call.function().name());
    }
    double[] times = new double[steps.count()];
    Arrays.setAll(times, i -> steps.at(i) / 1000.0);
    ColumnsSource source = single(times);
    function.apply(source.entries().getFirst().column());
    return source;
  }

  private static ColumnsSource single(double[] values) {
    Column column = new Column(values.length);
    for (int step = 0; step < values.length; step++) {
      column.set(step, values[step]);
    }
    return new ColumnsSource(List.of(new Entry(Labels.empty(), false, column)));
  }

  private SeriesSource timestamp(Node arg, Steps steps) {
    Node inner = arg instanceof Node.Fixed fixed ? fixed.inner() : arg;
    boolean delayed = evaluation.settings().delayedNames();
    SeriesSource source;
    if (inner instanceof Node.Select select) {
      source = new SelectSource(evaluation, select, steps, SelectSource.What.TIME);
    } else {
      source =
          new MapSource(
              evaluator.vector(arg, steps),
              column -> {
                for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
                  column.set(step, steps.at(step) / 1000.0);
                }
              },
              MapSource.Naming.DROP,
              delayed);
    }
    return evaluator.distinct(source, steps, false);
  }

  private SeriesSource startTimestamp(Node arg, Steps steps) {
    Node inner = arg instanceof Node.Fixed fixed ? fixed.inner() : arg;
    if (!(inner instanceof Node.Select select) || !evaluation.settings().startTimes()) {
      evaluator.columns(arg, steps);
      return new ColumnsSource(List.of());
    }
    return evaluator.distinct(
        new SelectSource(evaluation, select, steps, SelectSource.What.START_TIME), steps, false);
  }

  /** absent and absent_over_time: 1 where no series has a value. */
  SeriesSource absent(Node.Call call, Steps steps) {
    Node arg = call.args().getFirst();
    SeriesSource source =
        arg.type() == ValueType.MATRIX
            ? evaluator.range(call, steps)
            : evaluator.vector(arg, steps);
    boolean[] there = new boolean[steps.count()];
    Scratch scratch = new Scratch();
    Column column = new Column(steps.count());
    for (int i = 0; i < source.size(); i++) {
      evaluation.check();
      column.clear();
      source.read(i, scratch, column);
      for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
        there[step] = true;
      }
    }
    Column absent = new Column(steps.count());
    for (int step = 0; step < there.length; step++) {
      if (!there[step]) {
        absent.set(step, 1);
      }
    }
    return absent.isEmpty()
        ? new ColumnsSource(List.of())
        : new ColumnsSource(List.of(new Entry(absentLabels(arg), false, absent)));
  }

  /** What the selector's matchers say alone, each name of which is there once and equal. */
  private static Labels absentLabels(Node arg) {
    Node inner = arg instanceof Node.Fixed fixed ? fixed.inner() : arg;
    Node.Select select =
        inner instanceof Node.SelectRange range
            ? range.select()
            : inner instanceof Node.Select plain ? plain : null;
    if (select == null) {
      return Labels.empty();
    }
    LabelsBuilder labels = new LabelsBuilder();
    Set<String> seen = new HashSet<>();
    for (LabelMatcher matcher : select.matchers()) {
      if (matcher.name().equals(Label.NAME)) {
        continue;
      }
      if (matcher.type() == MatchType.EQUAL && seen.add(matcher.name())) {
        labels.set(matcher.name(), matcher.value());
      } else {
        labels.remove(matcher.name());
      }
    }
    return labels.build();
  }

  static String text(Node node) {
    return node instanceof Node.Text text ? text.value() : "";
  }
}
