package io.pharos.toolkit.template;

import org.jspecify.annotations.Nullable;

/** Reads constants of numbers and characters. */
final class Numbers {
  private Numbers() {}

  static Node.Numeric character(Token token) {
    String text = GoText.unquote(token.text());
    if (text.codePointCount(0, text.length()) != 1) {
      throw new TemplateException("malformed character constant: " + token.text());
    }
    long rune = text.codePointAt(0);
    if (GoText.isEscape((int) rune)) {
      rune = GoText.bytes(text)[0] & 0xFF;
    }
    return new Node.Numeric(token.at(), token.text(), rune, rune, (double) rune);
  }

  static Node.Numeric number(Token token) {
    String text = token.text();
    if (token.type() == TokenType.COMPLEX) {
      return complex(token, text);
    }
    if (text.endsWith("i")) {
      Double imaginary = decimal(text.substring(0, text.length() - 1));
      if (imaginary == null) {
        throw illegal(text);
      }
      return new Node.Numeric(token.at(), text, new GoComplex(0, imaginary), null, null);
    }
    Long integer = integer(text);
    if (integer != null) {
      return new Node.Numeric(token.at(), text, integer, integer, (double) integer);
    }
    java.math.BigInteger huge = magnitude(text);
    if (huge != null && huge.signum() >= 0 && huge.bitLength() <= 64) {
      return new Node.Numeric(token.at(), text, null, null, huge.doubleValue());
    }
    Double decimal = decimal(text);
    if (decimal == null) {
      throw illegal(text);
    }
    if (text.chars().noneMatch(c -> ".eEpP".indexOf(c) >= 0)) {
      throw new TemplateException("integer overflow: " + GoText.quote(text, false));
    }
    boolean whole = decimal == Math.rint(decimal) && Math.abs(decimal) < 0x1p63;
    return new Node.Numeric(
        token.at(), text, decimal, whole ? (Long) (long) (double) decimal : null, decimal);
  }

  private static Node.Numeric complex(Token token, String text) {
    int split = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
    while (split > 0 && "eEpP".indexOf(text.charAt(split - 1)) >= 0) {
      split = Math.max(text.lastIndexOf('+', split - 1), text.lastIndexOf('-', split - 1));
    }
    Double real = split <= 0 ? null : decimal(text.substring(0, split));
    Double imaginary = split <= 0 ? null : decimal(text.substring(split, text.length() - 1));
    if (real == null || imaginary == null) {
      throw illegal(text);
    }
    return new Node.Numeric(token.at(), text, new GoComplex(real, imaginary), null, null);
  }

  private static TemplateException illegal(String text) {
    return new TemplateException("illegal number syntax: " + GoText.quote(text, false));
  }

  private static @Nullable Long integer(String text) {
    java.math.BigInteger value = magnitude(text);
    return value == null || value.bitLength() > 63 ? null : (Long) value.longValue();
  }

  /** A whole number in one of Go's notations, null if the text is none. */
  private static java.math.@Nullable BigInteger magnitude(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    if (badUnderscores(digits)) {
      return null;
    }
    String bare = digits.replace("_", "");
    int radix = 10;
    if (bare.length() > 1 && bare.charAt(0) == '0') {
      char letter = Character.toLowerCase(bare.charAt(1));
      radix = letter == 'x' ? 16 : letter == 'b' ? 2 : 8;
      bare = bare.substring(letter == 'x' || letter == 'b' || letter == 'o' ? 2 : 1);
    }
    if (bare.isEmpty()) {
      return null;
    }
    for (int i = 0; i < bare.length(); i++) {
      if (Character.digit(bare.charAt(i), radix) < 0) {
        return null;
      }
    }
    java.math.BigInteger value = new java.math.BigInteger(bare, radix);
    return negative ? value.negate() : value;
  }

  /** Underscores stand between digits alone, or between a prefix and a digit. */
  private static boolean badUnderscores(String digits) {
    return digits.startsWith("_") || digits.endsWith("_") || digits.contains("__");
  }

  /** A number in Go's notation with base prefixes and underscores, null if the text is none. */
  private static @Nullable Double decimal(String text) {
    String bare = text.replace("_", "");
    String unsigned = bare.startsWith("-") || bare.startsWith("+") ? bare.substring(1) : bare;
    boolean hex = unsigned.startsWith("0x") || unsigned.startsWith("0X");
    try {
      if (hex) {
        boolean power = unsigned.indexOf('p') >= 0 || unsigned.indexOf('P') >= 0;
        return power ? (Double) Double.parseDouble(bare) : null;
      }
      boolean digit = !unsigned.isEmpty() && "0123456789.".indexOf(unsigned.charAt(0)) >= 0;
      char last = unsigned.isEmpty() ? 'x' : unsigned.charAt(unsigned.length() - 1);
      boolean ends = last == '.' || Character.isDigit(last);
      double value = digit && ends ? Double.parseDouble(bare) : Double.NaN;
      return Double.isNaN(value) || Double.isInfinite(value) ? null : (Double) value;
    } catch (NumberFormatException e) {
      // decides between a number and none, as the name says
      return null;
    }
  }
}
