package io.pharos.query.promql.plan;

import io.pharos.query.promql.ast.DurationExpr;
import io.pharos.query.promql.lexer.Span;
import io.pharos.spi.error.QueryException;

/** Evaluates duration expressions for the times of a query. */
final class Durations {
  private final QueryTimes times;

  Durations(QueryTimes times) {
    this.times = times;
  }

  /** Milliseconds of an expression that must be above zero. */
  long positiveMillis(DurationExpr expr) {
    long millis = millis(expr);
    if (millis <= 0) {
      throw refused(expr.span(), "duration must be greater than 0");
    }
    return millis;
  }

  /** Milliseconds of an expression. */
  long millis(DurationExpr expr) {
    double seconds = seconds(expr);
    if (Double.isNaN(seconds) || Math.abs(seconds) >= Long.MAX_VALUE / 1e9) {
      throw refused(expr.span(), "duration is out of range");
    }
    return Math.round(seconds * 1000);
  }

  private double seconds(DurationExpr expr) {
    return switch (expr) {
      case DurationExpr.Literal literal -> literal.seconds();
      case DurationExpr.Ask ask ->
          switch (ask.what()) {
            case STEP -> times.step() / 1000.0;
            case RANGE -> (times.end() - times.start()) / 1000.0;
          };
      case DurationExpr.Signed signed ->
          signed.negative() ? -seconds(signed.operand()) : seconds(signed.operand());
      case DurationExpr.Joined joined -> joined(joined);
    };
  }

  private double joined(DurationExpr.Joined joined) {
    double left = seconds(joined.left());
    double right = seconds(joined.right());
    return switch (joined.op()) {
      case ADD -> left + right;
      case SUB -> left - right;
      case MUL -> left * right;
      case DIV -> {
        if (right == 0) {
          throw refused(joined.span(), "division by zero");
        }
        yield left / right;
      }
      case MOD -> {
        if (right == 0) {
          throw refused(joined.span(), "modulo by zero");
        }
        yield left % right;
      }
      case POW -> Math.pow(left, right);
      case MIN_OF -> Math.min(left, right);
      case MAX_OF -> Math.max(left, right);
    };
  }

  private static QueryException refused(Span span, String reason) {
    return new QueryException(
        QueryException.Code.BAD_DATA, span.start() + ":" + span.end() + ": " + reason);
  }
}
