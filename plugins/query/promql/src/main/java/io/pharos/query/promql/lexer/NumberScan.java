package io.pharos.query.promql.lexer;

/**
 * Finds the end of a number or duration: {@code 1.5}, {@code 1_000}, {@code 2e-3}, {@code 0x1F},
 * {@code 1h30m}. Immutable.
 */
final class NumberScan {
  enum Result {
    NUMBER,
    DURATION,
    WRONG
  }

  private final String text;
  private final Result result;
  private int at;

  NumberScan(String text, int start) {
    this.text = text;
    this.at = start;
    this.result = number() ? Result.NUMBER : duration() ? Result.DURATION : Result.WRONG;
  }

  Result result() {
    return result;
  }

  /** Behind the last character that was looked at and belongs to it, also where it is wrong. */
  int end() {
    return at;
  }

  private boolean number() {
    boolean hex = text.startsWith("0x", at) || text.startsWith("0X", at);
    if (hex) {
      at += 2;
    }
    boolean dot = false;
    boolean exponent = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isDigit(c) || (hex && Character.digit(c, 16) >= 0 && c < 128)) {
        at++;
      } else if (c == '.') {
        at++;
        if (dot || hex || exponent || next("_.")) {
          return false;
        }
        dot = true;
      } else if (c == '_') {
        at++;
        if (at == text.length() || next("._eE")) {
          return false;
        }
      } else if (!hex && (c == 'e' || c == 'E')) {
        at++;
        if (exponent) {
          return false;
        }
        exponent = true;
        if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
          at++;
        }
        if (at == text.length() || next("._eE")) {
          return false;
        }
      } else {
        break;
      }
    }
    return at == text.length() || !isWord(text.charAt(at));
  }

  /** Takes a character of the set. */
  private boolean next(String set) {
    if (at < text.length() && set.indexOf(text.charAt(at)) >= 0) {
      at++;
      return true;
    }
    return false;
  }

  private boolean duration() {
    if (!unit()) {
      return false;
    }
    while (at < text.length() && isDigit(text.charAt(at))) {
      while (at < text.length() && isDigit(text.charAt(at))) {
        at++;
      }
      if (!unit()) {
        return false;
      }
    }
    return at == text.length() || !isWord(text.charAt(at));
  }

  private boolean unit() {
    if (at == text.length() || "smhdwy".indexOf(text.charAt(at)) < 0) {
      return false;
    }
    at++;
    if (text.charAt(at - 1) == 'm' && at < text.length() && text.charAt(at) == 's') {
      at++;
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWord(char c) {
    return c == '_' || isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
