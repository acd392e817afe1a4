package io.pharos.toolkit.unit;

import io.pharos.spi.error.ConfigException;
import java.time.Duration;

/**
 * Durations in the original's syntax: groups of an integer and a unit, from {@code y} down to
 * {@code ms}, each unit once; a bare {@code 0} too. A year has 365 days.
 */
public final class Durations {
  private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
  private static final long[] MILLIS = {
    365L * 24 * 3600 * 1000,
    7L * 24 * 3600 * 1000,
    24L * 3600 * 1000,
    3600L * 1000,
    60L * 1000,
    1000,
    1
  };
  // the original counts nanoseconds in 64 bits
  private static final long MAX_MILLIS = Long.MAX_VALUE / 1_000_000;

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @throws ConfigException in the original's words if it is none
   */
  public static Duration parse(String text) {
    return Duration.ofMillis(parseMillis(text));
  }

  /** Reads a duration as milliseconds; errors as {@link #parse}. */
  public static long parseMillis(String text) {
    if (text.isEmpty()) {
      throw new ConfigException("empty duration string");
    }
    if (text.equals("0")) {
      return 0;
    }
    long total = 0;
    int position = 0;
    int nextUnit = 0;
    while (position < text.length()) {
      int digits = position;
      while (digits < text.length() && isDigit(text.charAt(digits))) {
        digits++;
      }
      int end = digits;
      while (end < text.length() && !isDigit(text.charAt(end))) {
        end++;
      }
      int unit = unit(text, digits, end, nextUnit);
      if (digits > position && end > digits && unit(text, digits, end, 0) < 0) {
        throw new ConfigException(
            "unknown unit \"" + text.substring(digits, end) + "\" in duration \"" + text + "\"");
      }
      if (digits == position || unit < 0) {
        throw new ConfigException("not a valid duration string: \"" + text + "\"");
      }
      total = add(total, text, position, digits, MILLIS[unit]);
      nextUnit = unit + 1;
      position = end;
    }
    return total;
  }

  /** Prints a duration; years and weeks only where nothing smaller remains. */
  public static String print(Duration duration) {
    return printMillis(duration.toMillis());
  }

  /** Prints milliseconds; years and weeks only where nothing smaller remains. */
  public static String printMillis(long millis) {
    if (millis == 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    long rest = millis;
    if (rest < 0) {
      text.append('-');
      rest = -rest;
    }
    for (int unit = 0; unit < UNITS.length; unit++) {
      boolean onlyWhole = unit < 2;
      if (onlyWhole && rest % MILLIS[unit] != 0) {
        continue;
      }
      long count = rest / MILLIS[unit];
      if (count > 0) {
        text.append(count).append(UNITS[unit]);
        rest -= count * MILLIS[unit];
      }
    }
    return text.toString();
  }

  private static long add(long total, String text, int from, int to, long millis) {
    long count = 0;
    for (int i = from; i < to; i++) {
      count = count * 10 + (text.charAt(i) - '0');
      if (count > MAX_MILLIS) {
        throw new ConfigException("duration out of range");
      }
    }
    if (count > (MAX_MILLIS - total) / millis) {
      throw new ConfigException("duration out of range");
    }
    return total + count * millis;
  }

  private static int unit(String text, int from, int to, int first) {
    for (int i = first; i < UNITS.length; i++) {
      if (UNITS[i].length() == to - from && text.startsWith(UNITS[i], from)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
