package io.pharos.toolkit.regex;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A replacement text in Go's syntax: {@code $name}, {@code ${name}}, {@code $1}, {@code $$}. A name
 * without braces takes as many letters, digits and underscores as follow; a group that does not
 * exist or took no part is empty. Immutable.
 */
public final class Replacement {
  /** Texts at even places, names of groups behind them. */
  private final List<String> parts;

  private Replacement(List<String> parts) {
    this.parts = parts;
  }

  /** Reads a replacement; every text is one. */
  public static Replacement of(String template) {
    List<String> parts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      char c = template.charAt(at++);
      if (c != '$' || at == template.length()) {
        text.append(c);
        continue;
      }
      if (template.charAt(at) == '$') {
        text.append('$');
        at++;
        continue;
      }
      boolean braces = template.charAt(at) == '{';
      int start = braces ? at + 1 : at;
      int end = endOfName(template, start);
      if (end == start || (braces && (end == template.length() || template.charAt(end) != '}'))) {
        text.append('$');
        continue;
      }
      parts.add(text.toString());
      parts.add(template.substring(start, end));
      text.setLength(0);
      at = braces ? end + 1 : end;
    }
    parts.add(text.toString());
    return new Replacement(parts);
  }

  private static int endOfName(String template, int start) {
    int end = start;
    while (end < template.length()) {
      int c = template.codePointAt(end);
      if (!Character.isLetterOrDigit(c) && c != '_') {
        break;
      }
      end += Character.charCount(c);
    }
    return end;
  }

  /** Whether the result is the same for every text. */
  public boolean isConstant() {
    return parts.size() == 1;
  }

  /** The text with every match replaced, wherever it stands. */
  public String replaceAll(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder out = new StringBuilder(text.length());
    int from = 0;
    int at = 0;
    while (at <= text.length() && matcher.find(at)) {
      boolean emptyBehindMatch =
          matcher.end() == matcher.start() && matcher.start() == from && from > 0;
      if (!emptyBehindMatch) {
        out.append(text, from, matcher.start())
            .append(expand(name -> Regex.group(pattern, matcher, name)));
        from = matcher.end();
      }
      at = matcher.end() > matcher.start() ? matcher.end() : next(text, matcher.end());
    }
    return out.append(text, from, text.length()).toString();
  }

  private static int next(String text, int at) {
    return at < text.length() ? at + Character.charCount(text.codePointAt(at)) : at + 1;
  }

  String expand(Function<String, @Nullable String> group) {
    if (isConstant()) {
      return parts.getFirst();
    }
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      if (i % 2 == 0) {
        result.append(parts.get(i));
      } else {
        String value = group.apply(parts.get(i));
        if (value != null) {
          result.append(value);
        }
      }
    }
    return result.toString();
  }
}
