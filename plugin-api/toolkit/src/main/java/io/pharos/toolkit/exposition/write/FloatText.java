package io.pharos.toolkit.exposition.write;

import io.pharos.toolkit.unit.GoFloats;

/**
 * Numbers as the originals show them in expositions: the shortest digits that read back as the same
 * number, with an exponent below 1e-4 and from 1e6 on, as Go's format {@code 'g'} with precision -1
 * does; a negative zero is shown as 0. Thread-safe.
 */
public final class FloatText {
  /** From here on whole numbers are not all exact. */
  private static final double WHOLE = 1L << 53;

  /** Numbers with so many digits before the point, or more, are shown with an exponent. */
  private static final int LONG = 7;

  private FloatText() {}

  /** The number as text. */
  public static String of(double value) {
    StringBuilder out = new StringBuilder(24);
    append(value, out);
    return out.toString();
  }

  /** Appends the number. */
  public static void append(double value, StringBuilder out) {
    if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
      appendWhole((long) value, out);
    } else {
      out.append(GoFloats.format(value, 'g', -1));
    }
  }

  private static void appendWhole(long value, StringBuilder out) {
    if (value < 0) {
      out.append('-');
    }
    int begin = out.length();
    out.append(Math.abs(value));
    int count = out.length() - begin;
    if (count < LONG) {
      return;
    }
    int end = out.length();
    while (out.charAt(end - 1) == '0') {
      end--;
    }
    out.setLength(end);
    if (end - begin > 1) {
      out.insert(begin + 1, '.');
    }
    appendExponent(count - 1, out);
  }

  private static void appendExponent(int exponent, StringBuilder out) {
    out.append(exponent < 10 ? "e+0" : "e+").append(exponent);
  }
}
