package io.pharos.query.promql.plan;

import io.pharos.model.label.Label;
import io.pharos.query.promql.ast.BinaryOp;
import io.pharos.query.promql.ast.Expr;
import io.pharos.query.promql.ast.Timing;
import io.pharos.query.promql.ast.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a syntax tree into a plan: times resolved, parentheses gone, constants folded, what does
 * not depend on the step marked, and selections told how they are grouped.
 */
public final class Planner {
  /** Functions whose value depends on the evaluation time whatever their arguments are. */
  private static final Set<String> TIMELY =
      Set.of(
          "days_in_month",
          "day_of_month",
          "day_of_week",
          "day_of_year",
          "hour",
          "minute",
          "month",
          "year",
          "predict_linear",
          "time",
          "timestamp");

  /** Functions that take series one by one and leave their other labels alone. */
  private static final Set<String> RELABELLING =
      Set.of(
          "label_replace",
          "label_join",
          "info",
          "histogram_quantile",
          "histogram_fraction",
          "histogram_quantiles",
          "absent",
          "absent_over_time",
          "scalar",
          "vector",
          "sort",
          "sort_desc",
          "sort_by_label",
          "sort_by_label_desc");

  /** Functions that look at the counts and sums of histograms alone. */
  private static final Set<String> COUNTS =
      Set.of("histogram_count", "histogram_sum", "histogram_avg");

  /** Functions that look at their buckets. */
  private static final Set<String> BUCKETS =
      Set.of(
          "histogram_quantile",
          "histogram_quantiles",
          "histogram_fraction",
          "histogram_stddev",
          "histogram_stdvar");

  private record Planned(Node node, boolean fixed) {}

  private final QueryTimes times;
  private final Durations durations;

  /** Whether a function of {@link #COUNTS} is above, and no subquery. */
  private boolean countsAlone;

  /** How many subqueries are above. */
  private int subqueries;

  private Planner(QueryTimes times) {
    this.times = times;
    this.durations = new Durations(times);
  }

  /** The plan of a query. */
  public static Node plan(Expr expr, QueryTimes times) {
    Planned planned = new Planner(times).plan(expr, Node.Hint.NONE);
    return planned.fixed ? fix(planned.node) : planned.node;
  }

  private static Node fix(Node node) {
    return switch (node) {
      case Node.Constant number -> number;
      case Node.Text text -> text;
      case Node.SelectRange range -> range;
      case Node.Subquery subquery -> subquery;
      default -> new Node.Fixed(node);
    };
  }

  private Planned plan(Expr expr, Node.Hint hint) {
    return switch (expr) {
      case Expr.NumberLiteral n -> new Planned(new Node.Constant(n.value(), n.span()), true);
      case Expr.StringLiteral s -> new Planned(new Node.Text(s.value(), s.span()), true);
      case Expr.VectorSelector v -> select(v, hint);
      case Expr.MatrixSelector m -> range(m, hint);
      case Expr.Subquery s -> subquery(s);
      case Expr.Paren p -> plan(p.expr(), hint);
      case Expr.Unary u -> unary(u, hint);
      case Expr.Binary b -> binary(b, hint);
      case Expr.Aggregate a -> aggregate(a);
      case Expr.Call c -> call(c, hint);
    };
  }

  private Planned select(Expr.VectorSelector vector, Node.Hint hint) {
    Long at = at(vector.timing());
    Node.Select select =
        new Node.Select(
            vector.matchers(),
            offset(vector.timing()),
            at,
            vector.edges(),
            hint,
            countsAlone,
            vector.span());
    return new Planned(select, at != null);
  }

  private Planned range(Expr.MatrixSelector matrix, Node.Hint hint) {
    Planned select = select(matrix.vector(), hint);
    long range =
        matrix.rangeExpr() == null ? matrix.range() : durations.positiveMillis(matrix.rangeExpr());
    return new Planned(
        new Node.SelectRange((Node.Select) select.node, range, matrix.span()), select.fixed);
  }

  private Planned subquery(Expr.Subquery subquery) {
    Long at = at(subquery.timing());
    long range =
        subquery.rangeExpr() == null
            ? subquery.range()
            : durations.positiveMillis(subquery.rangeExpr());
    long step =
        subquery.stepExpr() == null
            ? subquery.step()
            : durations.positiveMillis(subquery.stepExpr());
    boolean before = countsAlone;
    countsAlone = false;
    subqueries++;
    Planned inner = plan(subquery.expr(), Node.Hint.NONE);
    subqueries--;
    countsAlone = before;
    return new Planned(
        new Node.Subquery(
            inner.fixed ? fix(inner.node) : inner.node,
            range,
            step == 0 ? times.subqueryInterval() : step,
            offset(subquery.timing()),
            at,
            subquery.span()),
        at != null);
  }

  private long offset(Timing timing) {
    return timing.offsetExpr() == null ? timing.offset() : durations.millis(timing.offsetExpr());
  }

  private @Nullable Long at(Timing timing) {
    if (timing.bound() == null) {
      return timing.at();
    }
    return timing.bound() == Timing.Bound.START ? times.start() : times.end();
  }

  private Planned unary(Expr.Unary unary, Node.Hint hint) {
    Planned operand = plan(unary.expr(), hint);
    if (!unary.negative()) {
      return operand;
    }
    if (operand.node instanceof Node.Constant number) {
      return new Planned(new Node.Constant(-number.value(), unary.span()), true);
    }
    return new Planned(new Node.Negate(operand.node, unary.span()), operand.fixed);
  }

  private Planned binary(Expr.Binary binary, Node.Hint hint) {
    boolean scalarSide =
        binary.left().type() == ValueType.SCALAR || binary.right().type() == ValueType.SCALAR;
    Node.Hint below = scalarSide ? hint : Node.Hint.NONE;
    Planned left = plan(binary.left(), below);
    Planned right = plan(binary.right(), below);
    boolean fixed = left.fixed && right.fixed;
    if (left.node instanceof Node.Constant a && right.node instanceof Node.Constant b) {
      double value = Arithmetic.scalar(binary.op(), a.value(), b.value());
      return new Planned(new Node.Constant(value, binary.span()), true);
    }
    BinaryOp op = binary.op();
    return new Planned(
        new Node.Binary(
            op,
            left.fixed && !fixed ? fix(left.node) : left.node,
            right.fixed && !fixed ? fix(right.node) : right.node,
            binary.matching(),
            binary.bool(),
            binary.span()),
        fixed);
  }

  private Planned aggregate(Expr.Aggregate aggregate) {
    Planned input = plan(aggregate.expr(), groupingHint(aggregate));
    Expr parameterExpr = aggregate.parameter();
    Planned parameter = parameterExpr == null ? null : plan(parameterExpr, Node.Hint.NONE);
    boolean fixed = input.fixed && (parameter == null || parameter.fixed);
    return new Planned(
        new Node.Aggregate(
            aggregate.op(),
            input.fixed && !fixed ? fix(input.node) : input.node,
            parameter == null
                ? null
                : parameter.fixed && !fixed ? fix(parameter.node) : parameter.node,
            aggregate.grouping(),
            aggregate.without(),
            aggregate.span()),
        fixed);
  }

  private static Node.Hint groupingHint(Expr.Aggregate aggregate) {
    if (!aggregate.without()) {
      return new Node.Hint("", aggregate.grouping(), true);
    }
    List<String> left = new ArrayList<>(aggregate.grouping());
    if (!left.contains(Label.NAME)) {
      left.add(Label.NAME);
    }
    return new Node.Hint("", left, false);
  }

  private Planned call(Expr.Call call, Node.Hint hint) {
    String name = call.function().name();
    boolean before = countsAlone;
    if (COUNTS.contains(name) && subqueries == 0) {
      countsAlone = true;
    } else if (BUCKETS.contains(name)) {
      countsAlone = false;
    }
    Planned planned = call(call, name, hint);
    countsAlone = before;
    return planned;
  }

  private Planned call(Expr.Call call, String name, Node.Hint hint) {
    Node.Hint below =
        RELABELLING.contains(name)
            ? Node.Hint.NONE
            : new Node.Hint(name, hint.grouping(), hint.by());
    List<Planned> args = call.args().stream().map(arg -> plan(arg, below)).toList();
    boolean fixed = !TIMELY.contains(name) && args.stream().allMatch(Planned::fixed);
    List<Node> nodes =
        args.stream().map(arg -> arg.fixed && !fixed ? fix(arg.node) : arg.node).toList();
    return new Planned(new Node.Call(call.function(), nodes, call.span()), fixed);
  }
}
