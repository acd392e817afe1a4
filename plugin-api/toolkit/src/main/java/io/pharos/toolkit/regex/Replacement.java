package io.pharos.toolkit.regex;

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
