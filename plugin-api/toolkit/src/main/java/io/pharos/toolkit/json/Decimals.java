package io.pharos.toolkit.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Numbers in the shortest decimal form that reads back as the same number, as the HTTP API shows
 * them: without an exponent from 1e-6 up to 1e21. Each call writes at most 32 bytes.
 */
final class Decimals {
  /** Whole numbers below it are exact. */
  private static final double WHOLE = 1L << 53;

  /** With so many digits a decimal still belongs to one double alone. */
  private static final double UNIQUE = 1e15;

  private static final int MAX_SHORT_SCALE = 9;
  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

  private Decimals() {}

  static int append(double value, byte[] to, int at) {
    if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
      if (value == 0 && 1 / value < 0) {
        to[at] = '-';
        to[at + 1] = '0';
        return at + 2;
      }
      return append((long) value, to, at);
    }
    if (!Double.isFinite(value)) {
      return text(Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf", to, at);
    }
    double size = Math.abs(value);
    if (size >= 1e-6 && size < 1e9) {
      for (int scale = 1; scale <= MAX_SHORT_SCALE; scale++) {
        double scaled = Math.rint(size * POWERS[scale]);
        if (scaled >= UNIQUE) {
          break;
        }
        if (scaled / POWERS[scale] == size) {
          return fraction(value < 0, (long) scaled, scale, to, at);
        }
      }
    }
    return slow(value, to, at);
  }

  private static int fraction(boolean negative, long digits, int scale, byte[] to, int at) {
    int position = at;
    if (negative) {
      to[position++] = '-';
    }
    long power = (long) POWERS[scale];
    position = append(digits / power, to, position);
    to[position++] = '.';
    return padded(digits % power, scale, to, position);
  }

  private static int padded(long digits, int width, byte[] to, int at) {
    long rest = digits;
    for (int i = at + width - 1; i >= at; i--) {
      to[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return at + width;
  }

  static int append(long value, byte[] to, int at) {
    if (value < 0) {
      if (value == Long.MIN_VALUE) {
        return text("-9223372036854775808", to, at);
      }
      to[at] = '-';
      return append(-value, to, at + 1);
    }
    int width = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      width++;
    }
    return padded(value, width, to, at);
  }

  /** The shortest digits without an exponent. */
  static String plain(double value) {
    byte[] digits = new byte[32];
    int end = append(value, digits, 0);
    return new BigDecimal(new String(digits, 0, end, StandardCharsets.US_ASCII)).toPlainString();
  }

  /** Milliseconds as seconds. */
  static int appendSeconds(long millis, boolean shortest, byte[] to, int at) {
    if (millis < 0 && millis != Long.MIN_VALUE) {
      to[at] = '-';
      return appendSeconds(-millis, shortest, to, at + 1);
    }
    int position = append(millis / 1000, to, at);
    long fraction = Math.abs(millis % 1000);
    if (fraction == 0) {
      return position;
    }
    to[position++] = '.';
    position = padded(fraction, 3, to, position);
    while (shortest && to[position - 1] == '0') {
      position--;
    }
    return position;
  }

  /** Takes the digits of {@link Double#toString}, the shortest ones, and places the point anew. */
  private static int slow(double value, byte[] to, int at) {
    String text = Double.toString(Math.abs(value));
    int e = text.indexOf('E');
    String number = e < 0 ? text : text.substring(0, e);
    int point = number.indexOf('.');
    String all = number.substring(0, point) + number.substring(point + 1);
    int exponent = point - 1 + (e < 0 ? 0 : Integer.parseInt(text.substring(e + 1)));
    int first = 0;
    while (all.charAt(first) == '0') {
      first++;
      exponent--;
    }
    int last = all.length();
    while (all.charAt(last - 1) == '0') {
      last--;
    }
    String digits = shorter(all.substring(first, last), exponent, Math.abs(value));
    StringBuilder out = new StringBuilder(32);
    if (value < 0) {
      out.append('-');
    }
    double size = Math.abs(value);
    if (size < 1e-6 || size >= 1e21) {
      scientific(digits, exponent, out);
    } else if (exponent < 0) {
      out.append("0.").repeat('0', -exponent - 1).append(digits);
    } else if (exponent + 1 >= digits.length()) {
      out.append(digits).repeat('0', exponent + 1 - digits.length());
    } else {
      out.append(digits, 0, exponent + 1).append('.').append(digits, exponent + 1, digits.length());
    }
    return text(out, to, at);
  }

  /**
   * {@link Double#toString} shows two digits next to the least numbers also where one is enough.
   */
  private static String shorter(String digits, int exponent, double value) {
    if (digits.length() == 2 && exponent < -300) {
      int rounded = (Integer.parseInt(digits) + 5) / 10;
      if (rounded < 10 && Double.parseDouble(rounded + "e" + exponent) == value) {
        return Integer.toString(rounded);
      }
    }
    return digits;
  }

  private static void scientific(String digits, int exponent, StringBuilder out) {
    out.append(digits.charAt(0));
    if (digits.length() > 1) {
      out.append('.').append(digits, 1, digits.length());
    }
    out.append('e').append(exponent < 0 ? '-' : '+');
    int size = Math.abs(exponent);
    if (size < 10) {
      out.append('0');
    }
    out.append(size);
  }

  private static int text(CharSequence text, byte[] to, int at) {
    for (int i = 0; i < text.length(); i++) {
      to[at + i] = (byte) text.charAt(i);
    }
    return at + text.length();
  }
}
