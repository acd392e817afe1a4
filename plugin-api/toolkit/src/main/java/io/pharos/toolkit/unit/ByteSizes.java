package io.pharos.toolkit.unit;

import io.pharos.spi.error.ConfigException;

/**
 * Sizes in the original's syntax: {@code 512MB}, {@code 1GiB512MiB}, with powers of 1024; a bare 0.
 */
public final class ByteSizes {
  private static final String[] UNITS = {"EB", "PB", "TB", "GB", "MB", "KB", "B"};

  private ByteSizes() {}

  /**
   * Reads a number of bytes.
   *
   * @throws ConfigException in the original's words if it is none
   */
  public static long parse(String text) {
    if (text.equals("0")) {
      return 0;
    }
    if (text.isEmpty()) {
      throw new ConfigException("empty size string");
    }
    long total = 0;
    int position = 0;
    while (position < text.length()) {
      int digits = position;
      while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
        digits++;
      }
      if (digits == position) {
        throw new ConfigException("units: invalid " + text);
      }
      int end = digits;
      while (end < text.length() && (text.charAt(end) < '0' || text.charAt(end) > '9')) {
        end++;
      }
      if (end == digits) {
        throw new ConfigException("units: missing unit in " + text);
      }
      String unit = text.substring(digits, end);
      total = add(total, text, text.substring(position, digits), factor(unit, text));
      position = end;
    }
    return total;
  }

  /** Prints a number of bytes in the units that the original prints: {@code 1GB512MB}. */
  public static String print(long bytes) {
    if (bytes == 0) {
      return "0B";
    }
    StringBuilder text = new StringBuilder();
    long rest = bytes;
    for (int i = 0; i < UNITS.length; i++) {
      long factor = 1L << (10 * (UNITS.length - 1 - i));
      long count = rest / factor;
      if (count > 0) {
        text.append(count).append(UNITS[i]);
        rest -= count * factor;
      }
    }
    return text.toString();
  }

  private static long factor(String unit, String text) {
    for (int i = 0; i < UNITS.length; i++) {
      String name = UNITS[i];
      boolean binary =
          unit.length() == 3 && unit.charAt(0) == name.charAt(0) && unit.endsWith("iB");
      if (name.equals(unit) || binary) {
        return 1L << (10 * (UNITS.length - 1 - i));
      }
    }
    throw new ConfigException("units: unknown unit " + unit + " in " + text);
  }

  private static long add(long total, String text, String digits, long factor) {
    try {
      return Math.addExact(total, Math.multiplyExact(Long.parseLong(digits), factor));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, "units: " + text + " is out of range", e);
    }
  }
}
