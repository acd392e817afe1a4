package io.pharos.query.promql.parse;

import io.pharos.query.promql.ast.DurationExpr;
import io.pharos.query.promql.ast.Expr;
import io.pharos.query.promql.ast.Timing;
import io.pharos.query.promql.lexer.Span;
import io.pharos.query.promql.lexer.Token;
import io.pharos.query.promql.lexer.TokenType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Reads times: durations and their expressions, offset, {@code @}, and brackets. Confined to one
 * thread.
 */
final class DurationReader {
  private static final String DURATION = "number, duration, step(), or range()";

  private final TokenStream tokens;
  private int depth;

  DurationReader(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** A number, or a duration as seconds. */
  DurationExpr.Literal literal() {
    Token token = tokens.peek();
    if (token.type() != TokenType.NUMBER && token.type() != TokenType.DURATION) {
      throw tokens.unexpected();
    }
    tokens.take();
    boolean duration = token.type() == TokenType.DURATION;
    try {
      double seconds =
          duration ? Numbers.durationMillis(token.text()) / 1000.0 : Numbers.number(token.text());
      return new DurationExpr.Literal(seconds, duration, token.span());
    } catch (IllegalArgumentException e) {
      throw new ParseException(token.span(), String.valueOf(e.getMessage()));
    }
  }

  /** {@code offset} and what follows it. */
  Expr offset(Expr expr) {
    tokens.take();
    tokens.enter("offset", DURATION);
    DurationExpr offset = offsetDuration();
    tokens.leave();
    Double constant = offset.constant();
    long millis = constant == null ? 0 : millis(constant, offset.span());
    DurationExpr kept = constant == null ? offset : null;
    Timing timing = timing(expr, "offset modifier");
    if (timing.hasOffset()) {
      throw new ParseException(expr.span(), "offset may not be set multiple times");
    }
    return withTiming(expr, timing.withOffset(millis, kept));
  }

  private DurationExpr offsetDuration() {
    Token sign = tokens.peek();
    if (sign.type() == TokenType.ADD || sign.type() == TokenType.SUB) {
      tokens.take();
      return signed(sign, operand());
    }
    return operand();
  }

  /** {@code @} and what follows it. */
  Expr at(Expr expr) {
    tokens.take();
    tokens.enter("@", "timestamp");
    Timing.Bound bound =
        switch (tokens.type()) {
          case START -> Timing.Bound.START;
          case FINISH -> Timing.Bound.END;
          default -> null;
        };
    Long millis = null;
    if (bound != null) {
      tokens.take();
      tokens.expect(TokenType.LEFT_PAREN);
      tokens.expect(TokenType.RIGHT_PAREN);
    } else {
      millis = timestamp(expr);
    }
    tokens.leave();
    Timing timing = timing(expr, "@ modifier");
    if (timing.isPinned()) {
      throw new ParseException(expr.span(), "@ <timestamp> may not be set multiple times");
    }
    return withTiming(expr, timing.pinned(millis, bound));
  }

  private Long timestamp(Expr expr) {
    boolean negative = tokens.type() == TokenType.SUB;
    if (negative || tokens.type() == TokenType.ADD) {
      tokens.take();
    }
    double value = literal().seconds();
    double seconds = negative ? -value : value;
    if (!(Math.abs(seconds) < 0x1p63)) {
      String text =
          Double.isNaN(seconds)
              ? "NaN"
              : Double.isInfinite(seconds)
                  ? (negative ? "-Inf" : "+Inf")
                  : new BigDecimal(seconds).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
      throw new ParseException(expr.span(), "timestamp out of bounds for @ modifier: " + text);
    }
    return Math.round(seconds * 1000);
  }

  private static Timing timing(Expr expr, String modifier) {
    return switch (expr) {
      case Expr.VectorSelector vector -> vector.timing();
      case Expr.MatrixSelector matrix -> matrix.vector().timing();
      case Expr.Subquery subquery -> subquery.timing();
      default ->
          throw new ParseException(
              expr.span(),
              modifier
                  + " must be preceded by an instant vector selector or range vector selector"
                  + " or a subquery");
    };
  }

  private Expr withTiming(Expr expr, Timing timing) {
    int end = tokens.lastEnd();
    return switch (expr) {
      case Expr.VectorSelector v -> withSpan(timed(v, timing), end);
      case Expr.MatrixSelector m ->
          new Expr.MatrixSelector(
              timed(m.vector(), timing), m.range(), m.rangeExpr(), new Span(m.span().start(), end));
      case Expr.Subquery s ->
          new Expr.Subquery(
              s.expr(),
              s.range(),
              s.rangeExpr(),
              s.step(),
              s.stepExpr(),
              timing,
              new Span(s.span().start(), end));
      default -> throw new IllegalArgumentException("no selector: " + expr);
    };
  }

  private static Expr.VectorSelector timed(Expr.VectorSelector vector, Timing timing) {
    return new Expr.VectorSelector(
        vector.name(), vector.matchers(), timing, vector.edges(), vector.span());
  }

  static Expr.VectorSelector withSpan(Expr.VectorSelector vector, int end) {
    return new Expr.VectorSelector(
        vector.name(),
        vector.matchers(),
        vector.timing(),
        vector.edges(),
        new Span(vector.span().start(), end));
  }

  /** Brackets behind an expression: a range selector, or a subquery. */
  Expr bracket(Expr expr) {
    Token open = tokens.take();
    tokens.enter("subquery or range selector", DURATION);
    DurationExpr range = positive();
    tokens.reenter("subquery or range", "\":\" or \"]\"");
    if (tokens.accept(TokenType.COLON)) {
      return subquery(expr, range);
    }
    tokens.expect(TokenType.RIGHT_BRACKET);
    tokens.leave();
    Span inBrackets = new Span(open.start(), tokens.lastEnd());
    if (!(expr instanceof Expr.VectorSelector vector)) {
      throw new ParseException(inBrackets, "ranges only allowed for vector selectors");
    }
    if (vector.timing().hasOffset()) {
      throw new ParseException(inBrackets, "no offset modifiers allowed before range");
    }
    if (vector.timing().isPinned()) {
      throw new ParseException(inBrackets, "no @ modifiers allowed before range");
    }
    if (vector.edges() != Expr.Edges.PLAIN) {
      throw new ParseException(
          inBrackets, "no " + vector.edges().word() + " modifiers allowed before range");
    }
    return new Expr.MatrixSelector(
        vector,
        constantMillis(range),
        range.constant() == null ? range : null,
        new Span(vector.span().start(), tokens.lastEnd()));
  }

  private Expr subquery(Expr expr, DurationExpr range) {
    tokens.reenter("subquery selector", DURATION + " or \"]\"");
    DurationExpr step = null;
    if (tokens.type() != TokenType.RIGHT_BRACKET) {
      step = positive();
      tokens.reenter("subquery selector", "\"]\"");
    }
    tokens.expect(TokenType.RIGHT_BRACKET);
    tokens.leave();
    return new Expr.Subquery(
        expr,
        constantMillis(range),
        range.constant() == null ? range : null,
        step == null ? 0 : constantMillis(step),
        step == null || step.constant() != null ? null : step,
        Timing.NOW,
        new Span(expr.span().start(), tokens.lastEnd()));
  }

  private long constantMillis(DurationExpr expr) {
    Double constant = expr.constant();
    return constant == null ? 0 : millis(constant, expr.span());
  }

  private DurationExpr positive() {
    DurationExpr expr = joined(1);
    Double constant = expr.constant();
    if (constant != null && constant <= 0) {
      throw new ParseException(expr.span(), "duration must be greater than 0");
    }
    constantMillis(expr);
    return expr;
  }

  private static long millis(double seconds, Span place) {
    try {
      return Numbers.millis(seconds);
    } catch (IllegalArgumentException e) {
      throw new ParseException(place, String.valueOf(e.getMessage()));
    }
  }

  private DurationExpr joined(int precedence) {
    DurationExpr left = prefixed();
    for (int length = 0; ; length++) {
      DurationExpr.Op op = op(tokens.type());
      if (op == null || precedence(op) < precedence) {
        return left;
      }
      if (length > Parser.MAX_DEPTH) {
        throw tooDeep();
      }
      Token sign = tokens.take();
      int next = op == DurationExpr.Op.POW ? precedence(op) : precedence(op) + 1;
      enter();
      DurationExpr right = joined(next);
      depth--;
      Double divisor = right.constant();
      if (divisor != null && divisor == 0) {
        if (op == DurationExpr.Op.DIV) {
          throw new ParseException(sign.span(), "division by zero");
        } else if (op == DurationExpr.Op.MOD) {
          throw new ParseException(sign.span(), "modulo by zero");
        }
      }
      left = new DurationExpr.Joined(op, left, right, false, Span.of(left.span(), right.span()));
    }
  }

  private static DurationExpr.@Nullable Op op(TokenType type) {
    return switch (type) {
      case ADD -> DurationExpr.Op.ADD;
      case SUB -> DurationExpr.Op.SUB;
      case MUL -> DurationExpr.Op.MUL;
      case DIV -> DurationExpr.Op.DIV;
      case MOD -> DurationExpr.Op.MOD;
      case POW -> DurationExpr.Op.POW;
      default -> null;
    };
  }

  private static int precedence(DurationExpr.Op op) {
    return switch (op) {
      case ADD, SUB -> 1;
      case MUL, DIV, MOD -> 2;
      case POW, MIN_OF, MAX_OF -> 3;
    };
  }

  private DurationExpr prefixed() {
    Token sign = tokens.peek();
    if (sign.type() != TokenType.ADD && sign.type() != TokenType.SUB) {
      return operand();
    }
    enter();
    tokens.take();
    DurationExpr operand = joined(3);
    depth--;
    return signed(sign, operand);
  }

  private static DurationExpr signed(Token sign, DurationExpr operand) {
    boolean negative = sign.type() == TokenType.SUB;
    Span span = Span.of(sign.span(), operand.span());
    if (operand instanceof DurationExpr.Literal literal) {
      double seconds = literal.seconds();
      return new DurationExpr.Literal(negative ? -seconds : seconds, literal.duration(), span);
    }
    return new DurationExpr.Signed(negative, operand, false, span);
  }

  private void enter() {
    if (++depth > Parser.MAX_DEPTH) {
      throw tooDeep();
    }
  }

  private ParseException tooDeep() {
    return new ParseException(
        tokens.peek().span(),
        "expression nests too deeply, at most " + Parser.MAX_DEPTH + " levels");
  }

  private DurationExpr operand() {
    Token token = tokens.peek();
    return switch (token.type()) {
      case LEFT_PAREN -> {
        enter();
        tokens.take();
        DurationExpr inner = joined(1);
        tokens.expect(TokenType.RIGHT_PAREN);
        depth--;
        yield inner.inParentheses();
      }
      case STEP, RANGE -> {
        tokens.take();
        tokens.expect(TokenType.LEFT_PAREN);
        tokens.expect(TokenType.RIGHT_PAREN);
        DurationExpr.What what =
            token.type() == TokenType.STEP ? DurationExpr.What.STEP : DurationExpr.What.RANGE;
        yield new DurationExpr.Ask(what, false, new Span(token.start(), tokens.lastEnd()));
      }
      case MIN_OF, MAX_OF -> {
        enter();
        tokens.take();
        tokens.expect(TokenType.LEFT_PAREN);
        DurationExpr left = joined(1);
        tokens.expect(TokenType.COMMA);
        DurationExpr right = joined(1);
        tokens.expect(TokenType.RIGHT_PAREN);
        depth--;
        DurationExpr.Op op =
            token.type() == TokenType.MIN_OF ? DurationExpr.Op.MIN_OF : DurationExpr.Op.MAX_OF;
        yield new DurationExpr.Joined(
            op, left, right, false, new Span(token.start(), tokens.lastEnd()));
      }
      default -> literal();
    };
  }
}
