package io.pharos.exporter.node;

import java.io.IOException;

/** Numbers as the kernel prints them. */
final class Numbers {
  private Numbers() {}

  /** A whole number below 2^64. */
  static double unsigned(String text) throws IOException {
    try {
      long bits = text.startsWith("+") ? failed(text) : Long.parseUnsignedLong(text);
      return bits >= 0 ? bits : (bits >>> 1) * 2.0 + (bits & 1);
    } catch (NumberFormatException e) {
      throw new IOException("not a whole number: '" + text + "'", e);
    }
  }

  /** A number with a fraction. */
  static double real(String text) throws IOException {
    try {
      char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
      return Character.isLetter(last) ? failed(text) : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IOException("not a number: '" + text + "'", e);
    }
  }

  private static long failed(String text) {
    throw new NumberFormatException(text);
  }
}
