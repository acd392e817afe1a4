package io.pharos.toolkit.exposition;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import io.pharos.model.sample.StaleMarker;

/** Numbers in Go's syntax without hexadecimal digits and underscores. Thread-safe. */
public final class Decimals {
  /** Powers of ten that a double holds exactly. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** Mantissas up to here are exact as doubles. */
  private static final long EXACT = 1L << 53;

  private Decimals() {}

  static double power(int exponent) {
    return POWERS[exponent];
  }

  /**
   * Reads a number.
   *
   * @throws ExpositionException with the message of Go's {@code strconv.ParseFloat}, or that of the
   *     original for characters which only newer syntax has
   */
  public static double parse(byte[] bytes, int from, int to) throws ExpositionException {
    for (int i = from; i < to; i++) {
      byte c = bytes[i];
      if (c == 'p' || c == 'P' || c == '_') {
        throw new ExpositionException("unsupported character in float");
      }
    }
    double value = parseOrNaN(bytes, from, to);
    if (Double.isNaN(value) && !isNaNWord(bytes, from, to)) {
      throw failed(bytes, from, to, "invalid syntax");
    }
    if (Double.isInfinite(value)
        && isDigitOrPoint(bytes[to - 1])) { // the word "inf" ends otherwise
      throw failed(bytes, from, to, "value out of range");
    }
    return value;
  }

  /** Reads a number of which it is known that it is a text. NaN where it is none. */
  static double parseOrNaN(byte[] bytes, int from, int to) {
    int i = from;
    boolean negative = false;
    if (i < to && (bytes[i] == '-' || bytes[i] == '+')) {
      negative = bytes[i] == '-';
      i++;
    }
    int begin = i;
    long mantissa = 0;
    int digits = 0;
    int point = -1;
    for (; i < to; i++) {
      int d = bytes[i] - '0';
      if (d >= 0 && d <= 9) {
        if (mantissa != 0 || d != 0) {
          digits++;
        }
        mantissa = 10 * mantissa + d;
      } else if (bytes[i] == '.' && point < 0) {
        point = i;
      } else {
        break;
      }
    }
    int seen = i - begin - (point < 0 ? 0 : 1);
    if (seen == 0) {
      return word(bytes, begin, to, negative);
    }
    int exponent = point < 0 ? 0 : point + 1 - i;
    if (i < to) {
      if ((bytes[i] | 0x20) != 'e') {
        return StaleMarker.NORMAL_NAN;
      }
      int stated = exponent(bytes, i + 1, to);
      if (stated == Integer.MIN_VALUE) {
        return StaleMarker.NORMAL_NAN;
      }
      exponent += stated;
    }
    if (digits <= 18 && mantissa <= EXACT && exponent >= -22 && exponent <= 22) {
      double value = exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
      return negative ? -value : value;
    }
    return JavaDoubleParser.parseDouble(bytes, from, to - from);
  }

  private static int exponent(byte[] bytes, int from, int to) {
    int i = from;
    boolean negative = false;
    if (i < to && (bytes[i] == '-' || bytes[i] == '+')) {
      negative = bytes[i] == '-';
      i++;
    }
    if (i == to) {
      return Integer.MIN_VALUE;
    }
    int value = 0;
    for (; i < to; i++) {
      int d = bytes[i] - '0';
      if (d < 0 || d > 9) {
        return Integer.MIN_VALUE;
      }
      value = Math.min(100_000, 10 * value + d);
    }
    return negative ? -value : value;
  }

  private static double word(byte[] bytes, int from, int to, boolean negative) {
    if (is(bytes, from, to, "inf") || is(bytes, from, to, "infinity")) {
      return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return StaleMarker.NORMAL_NAN;
  }

  private static boolean isNaNWord(byte[] bytes, int from, int to) {
    return is(bytes, from, to, "nan");
  }

  private static boolean is(byte[] bytes, int from, int to, String word) {
    if (to - from != word.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if ((bytes[i] | 0x20) != word.charAt(i - from) || bytes[i] < 'A') {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigitOrPoint(byte c) {
    return (c >= '0' && c <= '9') || c == '.';
  }

  private static ExpositionException failed(byte[] bytes, int from, int to, String reason) {
    return new ExpositionException(
        "strconv.ParseFloat: parsing " + GoQuote.quote(bytes, from, to) + ": " + reason);
  }

  /**
   * The shortest decimal that reads as the same double, in Go's form {@code g}.
   *
   * @param exponentFrom the power of ten from which on the form with an exponent is used
   */
  public static String shortest(double value, int exponentFrom) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    java.math.BigDecimal decimal =
        new java.math.BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
    String digits = decimal.unscaledValue().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    StringBuilder out = new StringBuilder(24);
    if (value < 0) {
      out.append('-');
    }
    if (exponent < -4 || exponent >= exponentFrom) {
      out.append(digits.charAt(0));
      if (digits.length() > 1) {
        out.append('.').append(digits, 1, digits.length());
      }
      out.append('e').append(exponent < 0 ? '-' : '+');
      int size = Math.abs(exponent);
      return out.append(size < 10 ? "0" : "").append(size).toString();
    }
    return out.append(decimal.abs().toPlainString()).toString();
  }

  /** The form in which bounds and quantiles are kept: always with a point or an exponent. */
  public static String openMetrics(double value) {
    String text = shortest(value, 6);
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return text;
    }
    return text.indexOf('.') >= 0 || text.indexOf('e') >= 0 ? text : text + ".0";
  }
}
