package io.pharos.query.promql.ast;

import io.pharos.query.promql.lexer.Span;
import org.jspecify.annotations.Nullable;

/** An expression in the place of a duration. Immutable. */
public sealed interface DurationExpr {
  Span span();

  /**
   * A number of seconds.
   *
   * @param duration whether it is written as a duration, as in {@code 5m}
   */
  record Literal(double seconds, boolean duration, Span span) implements DurationExpr {}

  /** {@code step()} and {@code range()} of the query. */
  record Ask(What what, boolean wrapped, Span span) implements DurationExpr {}

  /** What can be asked. */
  enum What {
    STEP("step"),
    RANGE("range");

    private final String word;

    What(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** A sign before an expression. */
  record Signed(boolean negative, DurationExpr operand, boolean wrapped, Span span)
      implements DurationExpr {}

  /** Two expressions and what joins them. */
  record Joined(Op op, DurationExpr left, DurationExpr right, boolean wrapped, Span span)
      implements DurationExpr {}

  /** What joins two durations. */
  enum Op {
    ADD("+"),
    SUB("-"),
    MUL("*"),
    DIV("/"),
    MOD("%"),
    POW("^"),
    MIN_OF("min_of"),
    MAX_OF("max_of");

    private final String sign;

    Op(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }

    public boolean isCall() {
      return this == MIN_OF || this == MAX_OF;
    }
  }

  /** The same in parentheses. */
  default DurationExpr inParentheses() {
    return switch (this) {
      case Literal literal -> literal;
      case Ask ask -> new Ask(ask.what, true, ask.span);
      case Signed signed -> new Signed(signed.negative, signed.operand, true, signed.span);
      case Joined joined -> new Joined(joined.op, joined.left, joined.right, true, joined.span);
    };
  }

  /** The value of a plain number, null for anything else. */
  default @Nullable Double constant() {
    return this instanceof Literal literal ? (Double) literal.seconds : null;
  }
}
