package io.pharos.toolkit.template;

import org.jspecify.annotations.Nullable;

/** Go's {@code Sprintf}. Confined to one call. */
final class GoFormat {
  private static final int MAX_WIDTH = 1_000_000;

  private final String format;
  private final @Nullable Object[] arguments;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int next;
  private boolean reordered;
  private boolean goodIndex;
  private boolean afterIndex;

  private GoFormat(String format, @Nullable Object[] arguments) {
    this.format = format;
    this.arguments = arguments;
  }

  /** Formats by verbs. */
  static String sprintf(String format, @Nullable Object... arguments) {
    return new GoFormat(format, arguments).run();
  }

  /** Prints all in their usual form, with blanks between neighbours that are no strings. */
  static String sprint(@Nullable Object... arguments) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < arguments.length; i++) {
      boolean words = i > 0 && arguments[i - 1] instanceof String;
      if (i > 0 && !words && !(arguments[i] instanceof String)) {
        out.append(' ');
      }
      out.append(plain(arguments[i]));
    }
    return out.toString();
  }

  /** Prints all in their usual form with blanks between and a newline behind. */
  static String sprintln(@Nullable Object... arguments) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < arguments.length; i++) {
      out.append(i > 0 ? " " : "").append(plain(arguments[i]));
    }
    return out.append('\n').toString();
  }

  /** A value in its usual form, as {@code %v}. */
  static String plain(@Nullable Object value) {
    GoVerb verb = new GoVerb();
    verb.print(value, 'v');
    return verb.out().toString();
  }

  private String run() {
    while (at < format.length()) {
      int percent = format.indexOf('%', at);
      int end = percent < 0 ? format.length() : percent;
      out.append(format, at, end);
      at = end;
      if (percent >= 0) {
        at++;
        directive();
      }
    }
    if (!reordered && next < arguments.length) {
      out.append("%!(EXTRA ");
      for (int i = next; i < arguments.length; i++) {
        out.append(i > next ? ", " : "");
        Object extra = arguments[i];
        out.append(GoTypes.nameOf(extra));
        if (extra != null) {
          out.append('=').append(plain(extra));
        }
      }
      out.append(')');
    }
    return out.toString();
  }

  private void directive() {
    GoVerb verb = new GoVerb();
    while (at < format.length() && verb.flag(format.charAt(at))) {
      at++;
    }
    goodIndex = true;
    afterIndex = false;
    argumentNumber();
    width(verb);
    precision(verb);
    if (!afterIndex) {
      argumentNumber();
    }
    if (at >= format.length()) {
      out.append("%!(NOVERB)");
      return;
    }
    int letter = format.codePointAt(at);
    at += Character.charCount(letter);
    if (letter == '%') {
      out.append('%');
    } else if (!goodIndex) {
      out.append("%!").appendCodePoint(letter).append("(BADINDEX)");
    } else if (next >= arguments.length) {
      out.append("%!").appendCodePoint(letter).append("(MISSING)");
    } else {
      verb.print(arguments[next++], letter);
      out.append(verb.out());
    }
  }

  private void width(GoVerb verb) {
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      Integer given = starValue();
      if (given == null) {
        out.append("%!(BADWIDTH)");
      } else if (given < 0) {
        verb.flag('-');
        verb.width = -given;
      } else {
        verb.width = given;
      }
      afterIndex = false;
      return;
    }
    int start = at;
    int value = number();
    if (at > start) {
      verb.width = value;
      if (afterIndex) {
        goodIndex = false;
      }
    }
  }

  private void precision(GoVerb verb) {
    if (at >= format.length() || format.charAt(at) != '.') {
      return;
    }
    at++;
    if (afterIndex) {
      goodIndex = false;
    }
    argumentNumber();
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      Integer given = starValue();
      if (given == null || given < 0) {
        if (given == null) {
          out.append("%!(BADPREC)");
        }
      } else {
        verb.precision = given;
      }
      afterIndex = false;
      return;
    }
    verb.precision = number();
  }

  private @Nullable Integer starValue() {
    if (next >= arguments.length) {
      return null;
    }
    Long number = GoTypes.asInteger(arguments[next++]);
    return number == null || Math.abs(number) > MAX_WIDTH ? null : (int) (long) number;
  }

  private int number() {
    int value = 0;
    while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
      value = Math.min(MAX_WIDTH, value * 10 + (format.charAt(at) - '0'));
      at++;
    }
    return value;
  }

  /** Reads {@code [n]}, the number of the argument to take. */
  private void argumentNumber() {
    if (at >= format.length() || format.charAt(at) != '[') {
      return;
    }
    reordered = true;
    int close = format.indexOf(']', at);
    if (close < 0) {
      goodIndex = false;
      at++;
      return;
    }
    String digits = format.substring(at + 1, close);
    at = close + 1;
    int index = digits.matches("[0-9]{1,7}") ? Integer.parseInt(digits) : 0;
    if (index < 1 || index > arguments.length) {
      goodIndex = false;
    } else {
      next = index - 1;
      afterIndex = true;
    }
  }
}
