package io.pharos.query.promql.parse;

import java.util.Locale;

/** Numbers and durations as queries write them. */
public final class Numbers {
  private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
  private static final long[] UNIT_MILLIS = {
    365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1
  };

  /** The longest duration, that of nanoseconds in 64 bits. */
  private static final long MAX_MILLIS = Long.MAX_VALUE / 1_000_000;

  private Numbers() {}

  /**
   * The value of a number; whole ones with a leading zero are octal where they can be.
   *
   * @throws IllegalArgumentException with the reason
   */
  static double number(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.equals("inf")) {
      return Double.POSITIVE_INFINITY;
    }
    if (lower.equals("nan")) {
      return Double.NaN;
    }
    String digits = lower.replace("_", "");
    if (digits.startsWith("0x")) {
      return hex(digits.substring(2), text);
    }
    if (digits.length() > 1
        && digits.charAt(0) == '0'
        && digits.chars().allMatch(c -> c >= '0' && c <= '7')) {
      return digits.length() < 22 ? (double) Long.parseLong(digits, 8) : Double.parseDouble(digits);
    }
    double value = Double.parseDouble(digits);
    if (Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "error parsing number: strconv.ParseFloat: parsing \"" + text + "\": value out of range");
    }
    return value;
  }

  private static double hex(String digits, String text) {
    if (digits.isEmpty()) {
      throw new IllegalArgumentException(
          "error parsing number: strconv.ParseFloat: parsing \"" + text + "\": invalid syntax");
    }
    double value = 0;
    for (int i = 0; i < digits.length(); i++) {
      value = value * 16 + Character.digit(digits.charAt(i), 16);
    }
    return value;
  }

  /**
   * The milliseconds of a duration such as {@code 1h30m}: each unit once, from the largest down.
   *
   * @throws IllegalArgumentException with the reason
   */
  public static long durationMillis(String text) {
    long total = 0;
    int unit = -1;
    int at = 0;
    while (at < text.length()) {
      int digits = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      int letters = at;
      while (at < text.length() && text.charAt(at) >= 'a' && text.charAt(at) <= 'z') {
        at++;
      }
      int found = unitOf(text.substring(letters, at));
      if (digits == letters || found <= unit) {
        throw new IllegalArgumentException("not a valid duration string: \"" + text + "\"");
      }
      unit = found;
      total = add(total, text.substring(digits, letters), UNIT_MILLIS[unit]);
    }
    return total;
  }

  private static long add(long total, String digits, long unitMillis) {
    try {
      long sum = Math.addExact(total, Math.multiplyExact(Long.parseLong(digits), unitMillis));
      if (sum <= MAX_MILLIS) {
        return sum;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException("duration out of range", e);
    }
    throw new IllegalArgumentException("duration out of range");
  }

  private static int unitOf(String letters) {
    for (int i = 0; i < UNITS.length; i++) {
      if (UNITS[i].equals(letters)) {
        return i;
      }
    }
    return -1;
  }

  /** A duration as it is written shortest, {@code 1h30m}; {@code 0s} for none. */
  public static String durationText(long millis) {
    if (millis == 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    long rest = Math.abs(millis);
    if (millis < 0) {
      text.append('-');
    }
    for (int i = 0; i < UNITS.length; i++) {
      boolean wholeOnly = i < 3;
      if (wholeOnly && rest % UNIT_MILLIS[i] != 0) {
        continue;
      }
      long count = rest / UNIT_MILLIS[i];
      if (count > 0) {
        text.append(count).append(UNITS[i]);
        rest -= count * UNIT_MILLIS[i];
      }
    }
    return text.toString();
  }

  /** Milliseconds of seconds, or an error where nanoseconds in 64 bits would not hold them. */
  public static long millis(double seconds) {
    if (Double.isNaN(seconds) || Math.abs(seconds) >= MAX_MILLIS / 1000.0) {
      throw new IllegalArgumentException("duration out of range");
    }
    return Math.round(seconds * 1000);
  }
}
