package io.pharos.query.promql.operator;

import static java.util.Objects.requireNonNull;

import io.pharos.model.label.Labels;
import io.pharos.query.promql.aggregate.AggregateContext;
import io.pharos.query.promql.ast.AggregateOp;
import io.pharos.query.promql.ast.BinaryOp;
import io.pharos.query.promql.ast.Expr.Edges;
import io.pharos.query.promql.ast.ValueType;
import io.pharos.query.promql.format.GoNumber;
import io.pharos.query.promql.function.Edged;
import io.pharos.query.promql.function.ElementFunction;
import io.pharos.query.promql.function.ElementFunctions;
import io.pharos.query.promql.function.RangeFunction;
import io.pharos.query.promql.function.RangeFunctions;
import io.pharos.query.promql.histogram.FloatHistogram;
import io.pharos.query.promql.lexer.Span;
import io.pharos.query.promql.operator.ColumnsSource.Entry;
import io.pharos.query.promql.plan.Arithmetic;
import io.pharos.query.promql.plan.Node;
import io.pharos.query.promql.series.Column;
import io.pharos.query.promql.series.Steps;
import io.pharos.query.promql.series.Window;
import io.pharos.spi.error.BugException;
import io.pharos.spi.query.ResultSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Turns the nodes of a plan into operators and runs them. Confined to one thread. */
public final class Evaluator {
  private final Evaluation evaluation;
  private final VectorCalls calls;
  private final SharedParts shared;
  private final boolean delayed;

  public Evaluator(Evaluation evaluation) {
    this.evaluation = evaluation;
    this.delayed = evaluation.settings().delayedNames();
    this.calls = new VectorCalls(evaluation, this);
    this.shared = new SharedParts(evaluation);
  }

  Evaluation evaluation() {
    return evaluation;
  }

  /** Throws if the query was cancelled. */
  public void pulse() {
    evaluation.pulse();
  }

  /** A vector of whole columns, in the order of evaluation, as it stands at the end of a query. */
  public List<ResultColumn> result(Node node, Steps steps) {
    shared.plan(node);
    List<ResultColumn> result = new ArrayList<>();
    for (Entry entry :
        Columns.finished(evaluation, Columns.of(evaluation, vector(node, steps), steps.count()))) {
      result.add(new ResultColumn(entry.labels(), entry.column()));
    }
    return result;
  }

  /** The samples in a range, or the values of a subquery, of each series. */
  public List<ResultSeries> rangeResult(Node node, Steps steps) {
    Node matrix = node instanceof Node.Fixed fixed ? fixed.inner() : node;
    SampleSource source = samples(matrix, steps);
    long end = source.window().end(steps.start());
    long start = source.window().start(steps.start());
    List<ResultSeries> result = new ArrayList<>();
    Scratch scratch = new Scratch();
    for (int i = 0; i < source.size(); i++) {
      evaluation.check();
      ResultSeries series = ResultSamples.of(source, i, scratch, start, end);
      if (series.size() > 0) {
        long weight = ResultSamples.weight(series);
        evaluation.hold(weight);
        evaluation.claim(24L * series.size());
        evaluation.counts().looked(weight);
        result.add(series);
      }
    }
    return result;
  }

  /** One series of a result. */
  public record ResultColumn(Labels labels, Column column) {}

  /** The values of a scalar at all steps. */
  public double[] scalar(Node node, Steps steps) {
    Profile profile = evaluation.profile();
    return profile == null ? values(node, steps) : profile.scalar(node, () -> values(node, steps));
  }

  private double[] values(Node node, Steps steps) {
    evaluation.check();
    int count = steps.count();
    double[] values = new double[count];
    switch (node) {
      case Node.Constant number -> Arrays.fill(values, number.value());
      case Node.Fixed fixed ->
          Arrays.fill(values, once(() -> scalar(fixed.inner(), Steps.single(steps.start())))[0]);
      case Node.Negate negate -> {
        double[] inner = scalar(negate.inner(), steps);
        Arrays.setAll(values, i -> -inner[i]);
      }
      case Node.Binary binary -> {
        double[] left = scalar(binary.left(), steps);
        double[] right = scalar(binary.right(), steps);
        if (binary.op() == BinaryOp.TRIM_LOWER || binary.op() == BinaryOp.TRIM_UPPER) {
          Arrays.fill(values, Double.NaN);
        } else {
          Arrays.setAll(values, i -> Arithmetic.scalar(binary.op(), left[i], right[i]));
        }
      }
      case Node.Call call -> calls.scalar(call, steps, values);
      case Node.Text t -> throw noScalar(t);
      case Node.Select s -> throw noScalar(s);
      case Node.SelectRange r -> throw noScalar(r);
      case Node.Subquery s -> throw noScalar(s);
      case Node.Aggregate a -> throw noScalar(a);
    }
    return values;
  }

  private static BugException noScalar(Node node) {
    return new BugException("no scalar: " + node);
  }

  /** A vector, as series that are computed when they are read. */
  SeriesSource vector(Node node, Steps steps) {
    Profile profile = evaluation.profile();
    return profile == null ? source(node, steps) : profile.vector(node, () -> source(node, steps));
  }

  private SeriesSource source(Node node, Steps steps) {
    evaluation.check();
    return shared.get(node, steps, () -> compute(node, steps));
  }

  private SeriesSource compute(Node node, Steps steps) {
    return switch (node) {
      case Node.Select select ->
          new SelectSource(evaluation, select, steps, SelectSource.What.VALUE);
      case Node.Fixed fixed ->
          new FixedSource(
              evaluation, once(() -> vector(fixed.inner(), Steps.single(steps.start()))));
      case Node.Negate negate ->
          distinct(
              new MapSource(
                  vector(negate.inner(), steps), Evaluator::negate, MapSource.Naming.DROP, delayed),
              steps,
              true);
      case Node.Binary binary -> binary(binary, steps);
      case Node.Aggregate aggregate -> aggregate(aggregate, steps);
      case Node.Call call -> call(call, steps);
      case Node.Constant n -> throw noVector(n);
      case Node.Text t -> throw noVector(t);
      case Node.SelectRange r -> throw noVector(r);
      case Node.Subquery s -> throw noVector(s);
    };
  }

  /** Makes what is computed once and holds at every step. */
  private <T> T once(Supplier<T> maker) {
    return evaluation.counting(evaluation.counts().repeated(), maker);
  }

  private static BugException noVector(Node node) {
    return new BugException("no vector: " + node);
  }

  /** All series of a vector. */
  List<Entry> columns(Node node, Steps steps) {
    return Columns.of(evaluation, vector(node, steps), steps.count());
  }

  private static void negate(Column column) {
    double[] values = column.values();
    for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
      var histogram = column.histogram(step);
      if (histogram == null) {
        values[step] = -values[step];
      } else {
        column.set(step, FloatHistogram.of(histogram).multiply(-1).toHistogram());
      }
    }
  }

  /**
   * Sees to it that series whose names have gone still differ: at once unless that happens at the
   * end of the query.
   *
   * @param whole whether equal series are refused even if they have no step in common
   */
  SeriesSource distinct(SeriesSource source, Steps steps, boolean whole) {
    if (delayed || source.distinctWithoutName()) {
      return source;
    }
    List<Entry> entries = Columns.of(evaluation, source, steps.count());
    return new ColumnsSource(
        whole ? Columns.distinct(evaluation, entries) : Columns.merged(evaluation, entries));
  }

  private SeriesSource call(Node.Call call, Steps steps) {
    String name = call.function().name();
    if (RangeFunctions.has(name)) {
      return name.equals("absent_over_time") ? calls.absent(call, steps) : range(call, steps);
    }
    if (!call.args().isEmpty() && call.args().getFirst().type() == ValueType.VECTOR) {
      List<double[]> scalars = scalars(call, steps);
      ElementFunction function = ElementFunctions.find(name, scalars);
      if (function != null) {
        MapSource.Naming naming =
            ElementFunctions.keepsTypeAndUnit(name)
                ? MapSource.Naming.DROP_NAME_ALONE
                : MapSource.Naming.DROP;
        return distinct(
            new MapSource(vector(call.args().getFirst(), steps), function, naming, delayed),
            steps,
            false);
      }
    }
    return calls.vector(call, steps);
  }

  List<double[]> scalars(Node.Call call, Steps steps) {
    List<double[]> scalars = new ArrayList<>();
    for (Node arg : call.args()) {
      if (arg.type() == ValueType.SCALAR) {
        scalars.add(scalar(arg, steps));
      }
    }
    return scalars;
  }

  SeriesSource range(Node.Call call, Steps steps) {
    String name = call.function().name();
    Node matrix = matrix(call);
    List<Span> spans = new ArrayList<>();
    spans.add(matrix.span());
    call.args().stream()
        .filter(arg -> arg.type() == ValueType.SCALAR)
        .map(Node::span)
        .forEach(spans::add);
    RangeFunction function = RangeFunctions.of(name);
    if (matrix instanceof Node.SelectRange range && range.select().edges() != Edges.PLAIN) {
      function =
          new Edged(
              name, range.select().edges() == Edges.SMOOTHED, evaluation.settings().lookback());
    }
    RangeSource source =
        new RangeSource(
            evaluation,
            samples(matrix, steps),
            function,
            RangeFunctions.keepsName(name),
            steps,
            scalars(call, steps),
            spans);
    return RangeFunctions.keepsName(name) ? source : distinct(source, steps, true);
  }

  static Node matrix(Node.Call call) {
    return call.args().stream()
        .filter(arg -> arg.type() == ValueType.MATRIX)
        .findFirst()
        .orElseThrow();
  }

  SampleSource samples(Node matrix, Steps steps) {
    Profile profile = evaluation.profile();
    return profile == null
        ? window(matrix, steps)
        : profile.samples(matrix, () -> window(matrix, steps));
  }

  private SampleSource window(Node matrix, Steps steps) {
    return switch (matrix) {
      case Node.SelectRange range -> new SelectSamples(evaluation, range, steps);
      case Node.Subquery subquery -> {
        Window window = new Window(subquery.range(), subquery.offset(), subquery.at());
        Steps inner = SubquerySamples.steps(subquery, window, steps);
        SeriesSource source =
            inner.count() == 0
                ? new ColumnsSource(List.of())
                : evaluation.counting(
                    SampleCounts.unheard(), () -> vector(subquery.inner(), inner));
        yield new SubquerySamples(evaluation, window, inner, source);
      }
      default -> throw new BugException("no range: " + matrix);
    };
  }

  private SeriesSource binary(Node.Binary binary, Steps steps) {
    boolean leftScalar = binary.left().type() == ValueType.SCALAR;
    if (leftScalar || binary.right().type() == ValueType.SCALAR) {
      return withScalar(binary, leftScalar, steps);
    }
    List<Entry> left = columns(binary.left(), steps);
    List<Entry> right = columns(binary.right(), steps);
    var matching = requireNonNull(binary.matching());
    List<Entry> result =
        binary.op().isSet()
            ? new SetOperator(evaluation, binary.op(), matching, steps.count()).apply(left, right)
            : new MatchedBinary(evaluation, binary, matching, steps.count()).apply(left, right);
    return new ColumnsSource(result);
  }

  private SeriesSource withScalar(Node.Binary binary, boolean leftScalar, Steps steps) {
    double[] scalar = scalar(leftScalar ? binary.left() : binary.right(), steps);
    SeriesSource vector = vector(leftScalar ? binary.right() : binary.left(), steps);
    ElementOperator operator =
        new ElementOperator(binary.op(), binary.bool(), evaluation.annotations(), binary.span());
    ElementFunction function =
        column -> {
          double[] values = column.values();
          for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
            var histogram = column.histogram(step);
            column.remove(step);
            if (leftScalar) {
              operator.apply(scalar[step], null, values[step], histogram, true, step, column);
            } else {
              operator.apply(values[step], histogram, scalar[step], null, false, step, column);
            }
          }
        };
    MapSource.Naming naming = operator.changes() ? MapSource.Naming.DROP : MapSource.Naming.KEEP;
    SeriesSource source = new MapSource(vector, function, naming, delayed);
    return operator.changes() ? distinct(source, steps, false) : source;
  }

  private SeriesSource aggregate(Node.Aggregate aggregate, Steps steps) {
    AggregateOp op = aggregate.op();
    Node parameter = aggregate.parameter();
    if (op == AggregateOp.COUNT_VALUES) {
      String label = ((Node.Text) requireNonNull(parameter)).value();
      ValueCounter counter = new ValueCounter(evaluation, aggregate, label, steps.count());
      return new ColumnsSource(counter.count(columns(aggregate.input(), steps)));
    }
    double[] parameters = parameter == null ? new double[0] : scalar(parameter, steps);
    if (op.picks()) {
      Picker picker = new Picker(evaluation, aggregate, parameters, steps.count());
      return new ColumnsSource(picker.pick(columns(aggregate.input(), steps)));
    }
    if (op == AggregateOp.QUANTILE) {
      for (double phi : parameters) {
        warnQuantile(phi, requireNonNull(parameter).span());
      }
    }
    Span input = aggregate.input().span();
    AggregateContext context =
        new AggregateContext(op.word(), steps.count(), evaluation.annotations(), input, parameters);
    Grouper grouper =
        new Grouper(
            evaluation,
            op,
            context,
            vector(aggregate.input(), steps),
            new LabelSubset(aggregate.grouping(), !aggregate.without()));
    return new ColumnsSource(grouper.aggregate());
  }

  void warnQuantile(double phi, Span span) {
    if (!(phi >= 0 && phi <= 1)) {
      evaluation
          .annotations()
          .warn("quantile value should be between 0 and 1, got " + GoNumber.general(phi), span);
    }
  }
}
