package io.pharos.query.promql.plan;

import io.pharos.query.promql.ast.BinaryOp;
import io.pharos.query.promql.function.Trigonometry;

/** What operators give for two numbers. */
public final class Arithmetic {
  private Arithmetic() {}

  /** The value; for a comparison 1 or 0. */
  public static double scalar(BinaryOp op, double a, double b) {
    return op.isComparison() ? (holds(op, a, b) ? 1 : 0) : value(op, a, b);
  }

  /** The value of an arithmetic operator. */
  public static double value(BinaryOp op, double a, double b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MOD -> a % b;
      case POW -> power(a, b);
      case ATAN2 -> Trigonometry.atan2(a, b);
      case EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_EQUAL,
          GREATER,
          GREATER_EQUAL,
          TRIM_UPPER,
          TRIM_LOWER,
          AND,
          UNLESS,
          OR ->
          throw new IllegalArgumentException("no arithmetic: " + op);
    };
  }

  /** As C has it: 1 to any power, and any power 0, are 1; -1 to an infinite power too. */
  private static double power(double a, double b) {
    if (a == 1 || (a == -1 && Double.isInfinite(b))) {
      return 1;
    }
    return Math.pow(a, b);
  }

  /** Whether a comparison holds. */
  public static boolean holds(BinaryOp op, double a, double b) {
    return switch (op) {
      case EQUAL -> a == b;
      case NOT_EQUAL -> a != b;
      case LESS -> a < b;
      case LESS_EQUAL -> a <= b;
      case GREATER -> a > b;
      case GREATER_EQUAL -> a >= b;
      case ADD, SUB, MUL, DIV, MOD, POW, ATAN2, TRIM_UPPER, TRIM_LOWER, AND, UNLESS, OR ->
          throw new IllegalArgumentException("no comparison: " + op);
    };
  }
}
