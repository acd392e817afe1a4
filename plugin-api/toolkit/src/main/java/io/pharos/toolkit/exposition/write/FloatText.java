package io.pharos.toolkit.exposition.write;

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
    } else if (Double.isNaN(value)) {
      out.append("NaN");
    } else if (Double.isInfinite(value)) {
      out.append(value > 0 ? "+Inf" : "-Inf");
    } else {
      appendFraction(value, out);
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

  /** Takes the digits of {@link Double#toString}, the shortest ones, and places the point anew. */
  private static void appendFraction(double value, StringBuilder out) {
    if (value < 0) {
      out.append('-');
    }
    String text = Double.toString(Math.abs(value));
    int e = text.indexOf('E');
    String number = e < 0 ? text : text.substring(0, e);
    int point = number.indexOf('.');
    int before = point + (e < 0 ? 0 : Integer.parseInt(text.substring(e + 1)));
    String digits = number.substring(0, point) + number.substring(point + 1);
    int first = 0;
    while (digits.charAt(first) == '0') {
      first++;
    }
    int last = digits.length();
    while (digits.charAt(last - 1) == '0') {
      last--;
    }
    place(shorter(digits.substring(first, last), before - first, Math.abs(value)), out);
  }

  /** {@link Double#toString} shows two digits also where, next to the least numbers, one is enough. */
  private static Digits shorter(String digits, int before, double value) {
    if (digits.length() == 2 && before < -300) {
      String rounded = Integer.toString((Integer.parseInt(digits) + 5) / 10);
      int place = before + rounded.length() - 1;
      if (Double.parseDouble("0." + rounded + "e" + place) == value) {
        return new Digits(rounded.substring(0, 1), place);
      }
    }
    return new Digits(digits, before);
  }

  private static void place(Digits number, StringBuilder out) {
    String digits = number.digits();
    int before = number.before();
    if (before < -3 || before >= LONG) {
      out.append(digits.charAt(0));
      if (digits.length() > 1) {
        out.append('.').append(digits, 1, digits.length());
      }
      appendExponent(before - 1, out);
    } else if (before <= 0) {
      out.append("0.").repeat('0', -before).append(digits);
    } else if (before >= digits.length()) {
      out.append(digits).repeat('0', before - digits.length());
    } else {
      out.append(digits, 0, before).append('.').append(digits, before, digits.length());
    }
  }

  private static void appendExponent(int exponent, StringBuilder out) {
    out.append('e').append(exponent < 0 ? '-' : '+');
    int size = Math.abs(exponent);
    if (size < 10) {
      out.append('0');
    }
    out.append(size);
  }

  /** The number {@code 0.digits * 10^before}. */
  private record Digits(String digits, int before) {}
}
