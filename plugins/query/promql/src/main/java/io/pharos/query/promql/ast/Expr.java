package io.pharos.query.promql.ast;

import io.pharos.model.label.LabelMatcher;
import io.pharos.query.promql.lexer.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of the syntax tree. Immutable. */
public sealed interface Expr {
  /** Where it stands in the text. */
  Span span();

  /** What it gives. */
  ValueType type();

  /**
   * A number.
   *
   * @param duration whether it is written as a duration, as in {@code 5m}
   */
  record NumberLiteral(double value, boolean duration, Span span) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.SCALAR;
    }
  }

  /** A text. */
  record StringLiteral(String value, Span span) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.STRING;
    }
  }

  /** How samples around the edges of a window are treated. */
  enum Edges {
    PLAIN(""),
    ANCHORED("anchored"),
    SMOOTHED("smoothed");

    private final String word;

    Edges(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * The newest samples of the series that match.
   *
   * @param name the metric name before the braces, or ""
   */
  record VectorSelector(
      String name, List<LabelMatcher> matchers, Timing timing, Edges edges, Span span)
      implements Expr {
    public VectorSelector {
      matchers = List.copyOf(matchers);
    }

    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }
  }

  /**
   * The samples of a stretch of time.
   *
   * @param range milliseconds, 0 where an expression says it
   */
  record MatrixSelector(
      VectorSelector vector, long range, @Nullable DurationExpr rangeExpr, Span span)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }
  }

  /**
   * The values of an expression over a stretch of time.
   *
   * @param step milliseconds, 0 for the default or where an expression says it
   */
  record Subquery(
      Expr expr,
      long range,
      @Nullable DurationExpr rangeExpr,
      long step,
      @Nullable DurationExpr stepExpr,
      Timing timing,
      Span span)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }
  }

  /** Parentheses. */
  record Paren(Expr expr, Span span) implements Expr {
    @Override
    public ValueType type() {
      return expr.type();
    }
  }

  /** A sign. */
  record Unary(boolean negative, Expr expr, Span span) implements Expr {
    @Override
    public ValueType type() {
      return expr.type();
    }
  }

  /**
   * Two expressions with an operator between them.
   *
   * @param matching null unless both are vectors
   * @param bool whether a comparison gives 0 and 1 instead of filtering
   * @param operator where the operator stands
   */
  record Binary(
      BinaryOp op,
      Expr left,
      Expr right,
      @Nullable Matching matching,
      boolean bool,
      Span operator,
      Span span)
      implements Expr {
    @Override
    public ValueType type() {
      return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
          ? ValueType.SCALAR
          : ValueType.VECTOR;
    }
  }

  /** An aggregation over groups of elements. */
  record Aggregate(
      AggregateOp op,
      Expr expr,
      @Nullable Expr parameter,
      List<String> grouping,
      boolean without,
      Span span)
      implements Expr {
    public Aggregate {
      grouping = List.copyOf(grouping);
    }

    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }
  }

  /** A function of arguments. */
  record Call(FunctionSignature function, List<Expr> args, Span span) implements Expr {
    public Call {
      args = List.copyOf(args);
    }

    @Override
    public ValueType type() {
      return function.returnType();
    }
  }

  /** The expression within any parentheses. */
  default Expr unwrapped() {
    Expr expr = this;
    while (expr instanceof Paren paren) {
      expr = paren.expr();
    }
    return expr;
  }

  /** The expressions right below this one, in the order of the text. */
  default List<Expr> children() {
    return switch (this) {
      case NumberLiteral n -> List.of();
      case StringLiteral s -> List.of();
      case VectorSelector v -> List.of();
      case MatrixSelector m -> List.of(m.vector);
      case Subquery s -> List.of(s.expr);
      case Paren p -> List.of(p.expr);
      case Unary u -> List.of(u.expr);
      case Binary b -> List.of(b.left, b.right);
      case Aggregate a -> a.parameter == null ? List.of(a.expr) : List.of(a.parameter, a.expr);
      case Call c -> c.args;
    };
  }
}
