package io.pharos.query.promql.plan;

import io.pharos.model.label.LabelMatcher;
import io.pharos.query.promql.ast.AggregateOp;
import io.pharos.query.promql.ast.BinaryOp;
import io.pharos.query.promql.ast.Expr.Edges;
import io.pharos.query.promql.ast.FunctionSignature;
import io.pharos.query.promql.ast.Matching;
import io.pharos.query.promql.ast.ValueType;
import io.pharos.query.promql.lexer.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step of a computation. Immutable. */
public sealed interface Node {
  /** What it gives. */
  ValueType type();

  /** The part of the text that it stands for. */
  Span span();

  /** A number that is the same at all steps. */
  record Constant(double value, Span span) implements Node {
    @Override
    public ValueType type() {
      return ValueType.SCALAR;
    }
  }

  /** A text. */
  record Text(String value, Span span) implements Node {
    @Override
    public ValueType type() {
      return ValueType.STRING;
    }
  }

  /**
   * What the storage is told about the use of a selection.
   *
   * @param function the innermost function around it, or ""
   * @param grouping labels of the aggregation that takes it series by series
   * @param by whether these are kept
   */
  record Hint(String function, List<String> grouping, boolean by) {
    /** Nothing known. */
    public static final Hint NONE = new Hint("", List.of(), false);

    public Hint {
      grouping = List.copyOf(grouping);
    }
  }

  /**
   * The newest samples of series.
   *
   * @param offset milliseconds back
   * @param at epoch milliseconds in place of the step's, null for none
   * @param countsAlone whether only counts and sums of histograms are looked at, which then say of
   *     resets what the samples before them tell
   */
  record Select(
      List<LabelMatcher> matchers,
      long offset,
      @Nullable Long at,
      Edges edges,
      Hint hint,
      boolean countsAlone,
      Span span)
      implements Node {
    public Select {
      matchers = List.copyOf(matchers);
    }

    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }
  }

  /** The samples of a stretch of time before each step. */
  record SelectRange(Select select, long range, Span span) implements Node {
    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }
  }

  /** The values of a computation over a stretch of time before each step. */
  record Subquery(Node inner, long range, long interval, long offset, @Nullable Long at, Span span)
      implements Node {
    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }
  }

  /** A computation that gives the same at all steps, and is done once. */
  record Fixed(Node inner) implements Node {
    @Override
    public ValueType type() {
      return inner.type();
    }

    @Override
    public Span span() {
      return inner.span();
    }
  }

  /** The opposite sign. */
  record Negate(Node inner, Span span) implements Node {
    @Override
    public ValueType type() {
      return inner.type();
    }
  }

  /** An operator between two. */
  record Binary(
      BinaryOp op, Node left, Node right, @Nullable Matching matching, boolean bool, Span span)
      implements Node {
    @Override
    public ValueType type() {
      return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
          ? ValueType.SCALAR
          : ValueType.VECTOR;
    }
  }

  /** An aggregation. */
  record Aggregate(
      AggregateOp op,
      Node input,
      @Nullable Node parameter,
      List<String> grouping,
      boolean without,
      Span span)
      implements Node {
    public Aggregate {
      grouping = List.copyOf(grouping);
    }

    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }
  }

  /** A function. */
  record Call(FunctionSignature function, List<Node> args, Span span) implements Node {
    public Call {
      args = List.copyOf(args);
    }

    @Override
    public ValueType type() {
      return function.returnType();
    }
  }

  /** The nodes right below. */
  default List<Node> children() {
    return switch (this) {
      case Constant c -> List.of();
      case Text t -> List.of();
      case Select s -> List.of();
      case SelectRange r -> List.of(r.select);
      case Subquery s -> List.of(s.inner);
      case Fixed f -> List.of(f.inner);
      case Negate n -> List.of(n.inner);
      case Binary b -> List.of(b.left, b.right);
      case Aggregate a -> a.parameter == null ? List.of(a.input) : List.of(a.parameter, a.input);
      case Call call -> call.args;
    };
  }
}
