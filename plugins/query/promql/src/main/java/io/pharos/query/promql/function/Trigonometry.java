package io.pharos.query.promql.function;

/**
 * The inverse trigonometric functions by the rational approximation of the Cephes library, which
 * the original's results come from to the last digit; the JDK's differ in it now and then.
 */
public final class Trigonometry {
  private static final double TAN_3_PI_8 = 2.414213562373095;

  /** What the nearest double of pi/2 lacks. */
  private static final double MORE_BITS = 6.123233995736766e-17;

  private static final double[] NUMERATOR = {
    -0.8750608600031904,
    -16.157537187333652,
    -75.00855792314705,
    -122.88666844901361,
    -64.85021904942025
  };
  private static final double[] DENOMINATOR = {
    1,
    24.858464901423062,
    165.02700983169885,
    432.88106049129027,
    485.3903996359137,
    194.5506571482614
  };

  private Trigonometry() {}

  public static double atan(double x) {
    if (x == 0 || Double.isNaN(x)) {
      return x;
    }
    return x > 0 ? ofPositive(x) : -ofPositive(-x);
  }

  private static double ofPositive(double x) {
    if (x <= 0.66) {
      return near(x);
    }
    return x > TAN_3_PI_8
        ? Math.PI / 2 - near(1 / x) + MORE_BITS
        : Math.PI / 4 + near((x - 1) / (x + 1)) + 0.5 * MORE_BITS;
  }

  private static double near(double x) {
    double square = x * x;
    return x * (square * at(NUMERATOR, square) / at(DENOMINATOR, square)) + x;
  }

  private static double at(double[] polynomial, double x) {
    double value = polynomial[0];
    for (int i = 1; i < polynomial.length; i++) {
      value = value * x + polynomial[i];
    }
    return value;
  }

  static double asin(double x) {
    if (x == 0) {
      return x;
    }
    double size = Math.abs(x);
    if (!(size <= 1)) {
      return Double.NaN;
    }
    double other = Math.sqrt(1 - size * size);
    double angle = size > 0.7 ? Math.PI / 2 - atan(other / size) : atan(size / other);
    return x < 0 ? -angle : angle;
  }

  static double acos(double x) {
    return Math.PI / 2 - asin(x);
  }

  /** The angle of a point; the special cases are the JDK's. */
  public static double atan2(double y, double x) {
    boolean special =
        Double.isNaN(y) || Double.isNaN(x) || Double.isInfinite(y) || Double.isInfinite(x);
    if (special || y == 0 || x == 0) {
      return Math.atan2(y, x);
    }
    double angle = atan(y / x);
    if (x < 0) {
      return angle <= 0 ? angle + Math.PI : angle - Math.PI;
    }
    return angle;
  }
}
