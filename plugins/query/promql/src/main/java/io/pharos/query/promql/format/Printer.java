package io.pharos.query.promql.format;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.MatchType;
import io.pharos.query.promql.ast.AggregateOp;
import io.pharos.query.promql.ast.DurationExpr;
import io.pharos.query.promql.ast.Expr;
import io.pharos.query.promql.ast.Matching;
import io.pharos.query.promql.ast.Matching.Cardinality;
import io.pharos.query.promql.ast.Timing;
import io.pharos.query.promql.lexer.GoText;
import io.pharos.query.promql.parse.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes an expression on one line. */
public final class Printer {
  private Printer() {}

  /** The expression as text. */
  public static String print(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral n -> number(n.value(), n.duration());
      case Expr.StringLiteral s -> GoText.quote(s.value());
      case Expr.VectorSelector v -> selector(v) + edges(v) + timing(v.timing());
      case Expr.MatrixSelector m ->
          selector(m.vector())
              + "["
              + duration(m.range(), m.rangeExpr())
              + "]"
              + edges(m.vector())
              + timing(m.vector().timing());
      case Expr.Subquery s -> print(s.expr()) + subquerySuffix(s);
      case Expr.Paren p -> "(" + print(p.expr()) + ")";
      case Expr.Unary u -> (u.negative() ? "-" : "+") + print(u.expr());
      case Expr.Binary b -> print(b.left()) + " " + operator(b) + " " + print(b.right());
      case Expr.Aggregate a -> {
        String parameter = a.parameter() == null ? "" : print(a.parameter()) + ", ";
        yield aggregateHead(a) + "(" + parameter + print(a.expr()) + ")";
      }
      case Expr.Call c ->
          c.function().name()
              + "("
              + String.join(", ", c.args().stream().map(Printer::print).toList())
              + ")";
    };
  }

  static String number(double value, boolean duration) {
    return duration ? Numbers.durationText(Math.round(value * 1000)) : GoNumber.plain(value);
  }

  private static String selector(Expr.VectorSelector vector) {
    List<String> matchers = new ArrayList<>();
    for (LabelMatcher matcher : vector.matchers()) {
      boolean isName =
          matcher.name().equals(Label.NAME)
              && matcher.type() == MatchType.EQUAL
              && matcher.value().equals(vector.name());
      if (!isName || vector.name().isEmpty()) {
        matchers.add(label(matcher.name()) + matcher.type().sign() + GoText.quote(matcher.value()));
      }
    }
    Collections.sort(matchers);
    return matchers.isEmpty()
        ? vector.name()
        : vector.name() + "{" + String.join(",", matchers) + "}";
  }

  private static String label(String name) {
    boolean plain = !name.isEmpty() && !Character.isDigit(name.charAt(0));
    for (int i = 0; i < name.length() && plain; i++) {
      char c = name.charAt(i);
      plain =
          c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
    return plain ? name : GoText.quote(name);
  }

  private static String labels(List<String> names) {
    return String.join(", ", names.stream().map(Printer::label).toList());
  }

  private static String edges(Expr.VectorSelector vector) {
    return vector.edges() == Expr.Edges.PLAIN ? "" : " " + vector.edges().word();
  }

  private static String timing(Timing timing) {
    StringBuilder text = new StringBuilder();
    if (timing.bound() != null) {
      text.append(" @ ").append(timing.bound().word()).append("()");
    } else if (timing.at() != null) {
      text.append(" @ ").append(String.format(Locale.ROOT, "%.3f", timing.at() / 1000.0));
    }
    if (timing.offsetExpr() != null) {
      text.append(" offset ").append(duration(timing.offsetExpr()));
    } else if (timing.offset() != 0) {
      text.append(" offset ").append(Numbers.durationText(timing.offset()));
    }
    return text.toString();
  }

  static String subquerySuffix(Expr.Subquery subquery) {
    String step =
        subquery.step() == 0 && subquery.stepExpr() == null
            ? ""
            : duration(subquery.step(), subquery.stepExpr());
    return "["
        + duration(subquery.range(), subquery.rangeExpr())
        + ":"
        + step
        + "]"
        + timing(subquery.timing());
  }

  private static String duration(long millis, @Nullable DurationExpr expr) {
    return expr == null ? Numbers.durationText(millis) : duration(expr);
  }

  private static String duration(DurationExpr expr) {
    return switch (expr) {
      case DurationExpr.Literal literal -> number(literal.seconds(), literal.duration());
      case DurationExpr.Ask ask -> wrapped(ask.what().word() + "()", ask.wrapped());
      case DurationExpr.Signed signed ->
          wrapped((signed.negative() ? "-" : "+") + duration(signed.operand()), signed.wrapped());
      case DurationExpr.Joined joined -> {
        String left = duration(joined.left());
        String right = duration(joined.right());
        yield wrapped(
            joined.op().isCall()
                ? joined.op().sign() + "(" + left + ", " + right + ")"
                : left + " " + joined.op().sign() + " " + right,
            joined.wrapped());
      }
    };
  }

  private static String wrapped(String text, boolean wrapped) {
    return wrapped ? "(" + text + ")" : text;
  }

  static String aggregateHead(Expr.Aggregate aggregate) {
    return aggregateHead(aggregate.op(), aggregate.grouping(), aggregate.without());
  }

  /** An aggregation up to its parenthesis. */
  public static String aggregateHead(AggregateOp op, List<String> grouping, boolean without) {
    if (without) {
      return op.word() + " without (" + labels(grouping) + ") ";
    }
    return grouping.isEmpty() ? op.word() : op.word() + " by (" + labels(grouping) + ") ";
  }

  /** The operator with its modifiers. */
  static String operator(Expr.Binary binary) {
    String text = binary.op().sign() + (binary.bool() ? " bool" : "");
    String matching = binary.matching() == null ? "" : matching(binary.matching());
    return matching.isEmpty() ? text : text + " " + matching;
  }

  /** The modifiers of an operator between vectors. */
  public static String matching(Matching matching) {
    StringBuilder text = new StringBuilder();
    if (matching.on() || !matching.labels().isEmpty()) {
      text.append(matching.on() ? " on (" : " ignoring (")
          .append(labels(matching.labels()))
          .append(')');
      boolean left = matching.cardinality() == Cardinality.MANY_TO_ONE;
      if (left || matching.cardinality() == Cardinality.ONE_TO_MANY) {
        text.append(left ? " group_left (" : " group_right (")
            .append(labels(matching.include()))
            .append(')');
      }
    } else if (matching.cardinality() == Cardinality.MANY_TO_ONE
        || matching.cardinality() == Cardinality.ONE_TO_MANY) {
      boolean left = matching.cardinality() == Cardinality.MANY_TO_ONE;
      text.append(" ignoring ()")
          .append(left ? " group_left (" : " group_right (")
          .append(labels(matching.include()))
          .append(')');
    }
    Double fillLeft = matching.fillLeft();
    Double fillRight = matching.fillRight();
    if (fillLeft != null && fillRight != null && fillLeft.equals(fillRight)) {
      text.append(" fill (").append(GoNumber.general(fillLeft)).append(')');
    } else {
      if (fillLeft != null) {
        text.append(" fill_left (").append(GoNumber.general(fillLeft)).append(')');
      }
      if (fillRight != null) {
        text.append(" fill_right (").append(GoNumber.general(fillRight)).append(')');
      }
    }
    return text.toString().strip();
  }
}
