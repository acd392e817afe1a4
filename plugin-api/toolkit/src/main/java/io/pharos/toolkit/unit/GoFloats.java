package io.pharos.toolkit.unit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Prints floating-point numbers as Go does. */
public final class GoFloats {
  private GoFloats() {}

  /**
   * Prints a number.
   *
   * @param verb {@code e E f F g G b x X}
   * @param precision -1 for as many digits as tell the number from its neighbours
   */
  public static String format(double value, char verb, int precision) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    boolean negative = Double.doubleToRawLongBits(value) < 0;
    String sign = negative ? "-" : "";
    double magnitude = Math.abs(value);
    return sign
        + switch (verb) {
          case 'e', 'E' -> exponent(digits(magnitude, precision, precision + 1), precision, verb);
          case 'f', 'F' -> fixed(fixedDigits(magnitude, precision), precision);
          case 'b' -> binary(magnitude);
          case 'x', 'X' -> hexadecimal(magnitude, precision, verb == 'X');
          default -> general(magnitude, verb, precision);
        };
  }

  private static String general(double magnitude, char verb, int precision) {
    int wanted = precision == 0 ? 1 : precision;
    Digits digits = digits(magnitude, precision, wanted);
    int count = digits.text.length();
    int limit = precision < 0 ? 6 : wanted;
    if (precision >= 0 && limit > count && count >= digits.point) {
      limit = count;
    }
    int exponent = digits.point - 1;
    if (exponent < -4 || exponent >= limit) {
      return exponent(
          digits, Math.min(precision < 0 ? count : wanted, count) - 1, verb == 'G' ? 'E' : 'e');
    }
    return fixed(digits, Math.max(count - digits.point, 0));
  }

  /** Digits without zeros at the end; the decimal point is after {@code point} of them. */
  private record Digits(String text, int point) {}

  private static Digits digits(double magnitude, int precision, int significant) {
    return precision < 0
        ? shortest(magnitude)
        : rounded(
            new BigDecimal(magnitude).round(new MathContext(significant, RoundingMode.HALF_EVEN)));
  }

  private static Digits fixedDigits(double magnitude, int precision) {
    return precision < 0
        ? shortest(magnitude)
        : rounded(new BigDecimal(magnitude).setScale(precision, RoundingMode.HALF_EVEN));
  }

  private static Digits shortest(double magnitude) {
    BigDecimal decimal = new BigDecimal(Double.toString(magnitude));
    // the JDK never gives fewer than two digits
    BigDecimal single = decimal.round(new MathContext(1, RoundingMode.HALF_EVEN));
    return rounded(single.doubleValue() == magnitude ? single : decimal);
  }

  private static Digits rounded(BigDecimal decimal) {
    if (decimal.signum() == 0) {
      return new Digits("0", 1);
    }
    BigDecimal bare = decimal.stripTrailingZeros();
    String text = bare.unscaledValue().toString();
    return new Digits(text, text.length() - bare.scale());
  }

  private static String exponent(Digits digits, int precision, char verb) {
    int decimals = precision < 0 ? digits.text.length() - 1 : precision;
    StringBuilder out = new StringBuilder().append(digits.text.charAt(0));
    if (decimals > 0) {
      out.append('.');
      for (int i = 1; i <= decimals; i++) {
        out.append(i < digits.text.length() ? digits.text.charAt(i) : '0');
      }
    }
    int exponent = digits.text.equals("0") ? 0 : digits.point - 1;
    return power(out.append(verb), exponent).toString();
  }

  private static StringBuilder power(StringBuilder out, int exponent) {
    out.append(exponent < 0 ? '-' : '+');
    int size = Math.abs(exponent);
    return out.append(size < 10 ? "0" : "").append(size);
  }

  private static String fixed(Digits digits, int precision) {
    int decimals = precision < 0 ? Math.max(digits.text.length() - digits.point, 0) : precision;
    StringBuilder out = new StringBuilder();
    for (int i = Math.min(0, digits.point - 1); i < digits.point; i++) {
      out.append(digit(digits, i));
    }
    if (out.isEmpty()) {
      out.append('0');
    }
    if (digits.point <= 0) {
      out.setLength(1);
    }
    if (decimals > 0) {
      out.append('.');
      for (int i = 0; i < decimals; i++) {
        out.append(digit(digits, digits.point + i));
      }
    }
    return out.toString();
  }

  private static char digit(Digits digits, int index) {
    return index < 0 || index >= digits.text.length() ? '0' : digits.text.charAt(index);
  }

  private static String binary(double magnitude) {
    long bits = Double.doubleToRawLongBits(magnitude);
    int exponent = (int) (bits >>> 52);
    long mantissa = bits & 0xFFFFFFFFFFFFFL;
    if (exponent == 0) {
      exponent = 1;
    } else {
      mantissa |= 1L << 52;
    }
    int power = exponent - 1075;
    return mantissa + "p" + (power >= 0 ? "+" : "") + power;
  }

  private static String hexadecimal(double magnitude, int precision, boolean upper) {
    StringBuilder out = new StringBuilder("0x");
    if (magnitude == 0) {
      out.append('0');
      if (precision > 0) {
        out.append('.').repeat('0', precision);
      }
      return cased(power(out.append('p'), 0), upper);
    }
    int exponent = Math.max(Math.getExponent(magnitude), Double.MIN_EXPONENT);
    BigInteger mantissa = BigInteger.valueOf((long) Math.scalb(magnitude, 52 - exponent));
    while (mantissa.bitLength() < 53) {
      mantissa = mantissa.shiftLeft(1);
      exponent--;
    }
    if (precision >= 0 && precision < 13) {
      int drop = 4 * (13 - precision);
      BigDecimal scaled =
          new BigDecimal(mantissa).divide(new BigDecimal(BigInteger.ONE.shiftLeft(drop)));
      mantissa = scaled.setScale(0, RoundingMode.HALF_EVEN).toBigInteger().shiftLeft(drop);
      if (mantissa.bitLength() > 53) {
        mantissa = mantissa.shiftRight(1);
        exponent++;
      }
    }
    String digits = mantissa.toString(16);
    String decimals = digits.substring(1);
    if (precision < 0) {
      decimals = decimals.replaceAll("0+$", "");
    } else if (precision <= 13) {
      decimals = decimals.substring(0, precision);
    } else {
      decimals = decimals + "0".repeat(precision - 13);
    }
    out.append(digits.charAt(0));
    if (!decimals.isEmpty()) {
      out.append('.').append(decimals);
    }
    return cased(power(out.append('p'), exponent), upper);
  }

  private static String cased(StringBuilder text, boolean upper) {
    return upper ? text.toString().toUpperCase(java.util.Locale.ROOT) : text.toString();
  }
}
