package io.pharos.toolkit.regex;

import static java.util.Objects.requireNonNull;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * An RE2 expression that matches whole texts, as everywhere in configuration and queries: anchored
 * at both ends, and a dot matches a newline too. Immutable and thread-safe.
 */
public final class Regex {
  /** Expressions may nest so deep, as in the original; deeper ones would need much stack. */
  private static final int MAX_DEPTH = 1000;

  private final String expression;
  private final Pattern pattern;

  private Regex(String expression, Pattern pattern) {
    this.expression = expression;
    this.pattern = pattern;
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException if it is no RE2 syntax; the message says where
   */
  public static Regex compile(String expression) {
    requireNonNull(expression, "expression");
    if (depth(expression) > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "error parsing regexp: expression nests too deeply: `" + expression + "`");
    }
    try {
      // alone first: parentheses that close more than they open must not escape the group below
      Pattern.compile(expression);
      return new Regex(expression, Pattern.compile("^(?s:" + expression + ")$"));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(requireNonNull(e.getMessage()), e);
    }
  }

  /** The expression as it was written. */
  public String expression() {
    return expression;
  }

  /** Whether the whole text matches. */
  public boolean matches(CharSequence text) {
    return pattern.matcher(text).find();
  }

  /**
   * What the replacement says of the text, or null if the text does not match.
   *
   * @see Replacement
   */
  public @Nullable String replace(CharSequence text, Replacement replacement) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? replacement.expand(name -> group(pattern, matcher, name)) : null;
  }

  static @Nullable String group(Pattern pattern, Matcher matcher, String name) {
    if (Character.isDigit(name.charAt(0))) {
      int index = number(name);
      return index < 0 || index > matcher.groupCount() ? null : matcher.group(index);
    }
    return pattern.namedGroups().containsKey(name) ? matcher.group(name) : null;
  }

  private static int number(String digits) {
    if (digits.length() > 8 || (digits.length() > 1 && digits.charAt(0) == '0')) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = 10 * number + (c - '0');
    }
    return number;
  }

  private static int depth(String expression) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < expression.length(); i++) {
      switch (expression.charAt(i)) {
        case '\\' -> i++;
        case '(' -> deepest = Math.max(deepest, ++depth);
        case ')' -> depth--;
        default -> {}
      }
    }
    return deepest;
  }

  @Override
  public String toString() {
    return expression;
  }
}
