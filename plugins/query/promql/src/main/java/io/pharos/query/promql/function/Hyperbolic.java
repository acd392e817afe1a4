package io.pharos.query.promql.function;

/** The hyperbolic functions that the JDK has not, or rounds otherwise. */
final class Hyperbolic {
  private static final double LARGE = 1 << 28;

  private Hyperbolic() {}

  /** Far from zero half of the exponential function alone, so that rounding is the original's. */
  static double sinh(double x) {
    double size = Math.abs(x);
    return size > 21 ? Math.copySign(StrictMath.exp(size) * 0.5, x) : Math.sinh(x);
  }

  static double acosh(double x) {
    if (x < 1 || Double.isNaN(x)) {
      return Double.NaN;
    }
    if (x >= LARGE) {
      return Math.log(x) + Math.log(2);
    }
    if (x > 2) {
      return Math.log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
    }
    double t = x - 1;
    return Math.log1p(t + Math.sqrt(2 * t + t * t));
  }

  static double asinh(double x) {
    if (Double.isNaN(x) || Double.isInfinite(x) || x == 0) {
      return x;
    }
    double size = Math.abs(x);
    double result;
    if (size > LARGE) {
      result = Math.log(size) + Math.log(2);
    } else if (size > 2) {
      result = Math.log(2 * size + 1 / (Math.sqrt(size * size + 1) + size));
    } else {
      result = Math.log1p(size + size * size / (1 + Math.sqrt(1 + size * size)));
    }
    return Math.copySign(result, x);
  }

  static double atanh(double x) {
    double size = Math.abs(x);
    if (size > 1 || Double.isNaN(x)) {
      return Double.NaN;
    }
    if (size == 1) {
      return x / 0.0;
    }
    return x == 0 ? x : Math.copySign(0.5 * Math.log1p(2 * size / (1 - size)), x);
  }
}
