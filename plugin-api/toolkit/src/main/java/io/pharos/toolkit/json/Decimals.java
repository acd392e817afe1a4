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

  /** The two digits of each number below a hundred. */
  private static final byte[] PAIRS = new byte[200];

  /** 1, 10 and so on. */
  private static final long[] WHOLE_POWERS = new long[19];

  static {
    for (int i = 0; i < 100; i++) {
      PAIRS[2 * i] = (byte) ('0' + i / 10);
      PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
    }
    WHOLE_POWERS[0] = 1;
    for (int i = 1; i < WHOLE_POWERS.length; i++) {
      WHOLE_POWERS[i] = 10 * WHOLE_POWERS[i - 1];
    }
  }

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
    int most = size < 1e-6 || size >= 1e9 ? 0 : mostScale(size);
    // what is no decimal of the most digits is none of fewer
    if (most > 0 && isDecimal(size, most)) {
      for (int scale = 1; scale <= most; scale++) {
        if (isDecimal(size, scale)) {
          return fraction(value < 0, (long) Math.rint(size * POWERS[scale]), scale, to, at);
        }
      }
    }
    return slow(value, to, at);
  }

  /** The most digits behind the point with which all digits still belong to one double alone. */
  private static int mostScale(double size) {
    int scale = MAX_SHORT_SCALE;
    while (size * POWERS[scale] >= UNIQUE - 1) {
      scale--;
    }
    return scale;
  }

  private static boolean isDecimal(double size, int scale) {
    return Math.rint(size * POWERS[scale]) / POWERS[scale] == size;
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
    int end = at + width;
    long rest = digits;
    while (end - at >= 8) {
      long above = rest / 100_000_000;
      int eight = (int) (rest - 100_000_000 * above);
      four(eight / 10_000, to, end - 8);
      four(eight % 10_000, to, end - 4);
      rest = above;
      end -= 8;
    }
    int few = (int) rest;
    while (end - at >= 2) {
      int above = few / 100;
      pair(few - 100 * above, to, end - 2);
      few = above;
      end -= 2;
    }
    if (end > at) {
      to[at] = (byte) ('0' + few % 10);
    }
    return at + width;
  }

  /** Four digits. */
  static void four(int value, byte[] to, int at) {
    int hundreds = value / 100;
    pair(hundreds, to, at);
    pair(value - 100 * hundreds, to, at + 2);
  }

  private static void pair(int value, byte[] to, int at) {
    to[at] = PAIRS[2 * value];
    to[at + 1] = PAIRS[2 * value + 1];
  }

  static int append(long value, byte[] to, int at) {
    if (value < 0) {
      if (value == Long.MIN_VALUE) {
        return text("-9223372036854775808", to, at);
      }
      to[at] = '-';
      return append(-value, to, at + 1);
    }
    return padded(value, width(value), to, at);
  }

  /** How many digits a whole number has. */
  private static int width(long value) {
    if (value == 0) {
      return 1;
    }
    // about the logarithm: 1233 / 4096 is a little above that of two
    int guess = ((Long.SIZE - Long.numberOfLeadingZeros(value)) * 1233) >>> 12;
    return guess < WHOLE_POWERS.length && value >= WHOLE_POWERS[guess] ? guess + 1 : guess;
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
    int length = text.length();
    int point = text.indexOf('.');
    int e = text.indexOf('E', point);
    int end = e < 0 ? length : e;
    int exponent = point - 1 + (e < 0 ? 0 : Integer.parseInt(text, e + 1, length, 10));
    int first = 0;
    while (text.charAt(first) == '0' || first == point) {
      exponent -= first == point ? 0 : 1;
      first++;
    }
    if (exponent < -300) {
      return least(value, text, exponent, to, at);
    }
    while (text.charAt(end - 1) == '0' || end - 1 == point) {
      end--;
    }
    int position = at;
    if (value < 0) {
      to[position++] = '-';
    }
    double size = Math.abs(value);
    if (size < 1e-6 || size >= 1e21) {
      return scientific(text, first, end, exponent, to, position);
    }
    if (exponent < 0) {
      to[position++] = '0';
      to[position++] = '.';
      for (int i = -1; i > exponent; i--) {
        to[position++] = '0';
      }
      return digits(text, first, end, to, position);
    }
    int before = exponent + 1;
    int i = first;
    for (; i < end && before > 0; i++) {
      if (i != point) {
        to[position++] = (byte) text.charAt(i);
        before--;
      }
    }
    for (; before > 0; before--) {
      to[position++] = '0';
    }
    if (i < end) {
      to[position++] = '.';
    }
    return digits(text, i, end, to, position);
  }

  /** Copies digits, without the point. */
  private static int digits(String text, int from, int end, byte[] to, int at) {
    int position = at;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c != '.') {
        to[position++] = (byte) c;
      }
    }
    return position;
  }

  private static int scientific(String text, int first, int end, int exponent, byte[] to, int at) {
    int position = at;
    to[position++] = (byte) text.charAt(first);
    if (digits(text, first + 1, end, to, position + 1) > position + 1) {
      to[position] = '.';
      position = digits(text, first + 1, end, to, position + 1);
    }
    to[position++] = 'e';
    to[position++] = (byte) (exponent < 0 ? '-' : '+');
    int size = Math.abs(exponent);
    if (size < 10) {
      to[position++] = '0';
    }
    return append(size, to, position);
  }

  /** A number next to the least ones. */
  private static int least(double value, String text, int exponent, byte[] to, int at) {
    String all = text.substring(0, text.indexOf('E')).replace(".", "");
    String digits = shorter(all.replaceFirst("0+$", ""), exponent, Math.abs(value));
    int position = at;
    if (value < 0) {
      to[position++] = '-';
    }
    return scientific(digits, 0, digits.length(), exponent, to, position);
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

  private static int text(CharSequence text, byte[] to, int at) {
    for (int i = 0; i < text.length(); i++) {
      to[at + i] = (byte) text.charAt(i);
    }
    return at + text.length();
  }
}
