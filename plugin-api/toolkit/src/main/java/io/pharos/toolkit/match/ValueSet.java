package io.pharos.toolkit.match;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes expressions that match a few texts or texts with a fixed start, so that they need no
 * automaton: literals, alternations, groups of such, and one {@code .*} or {@code .+} at the end.
 * Confined to one thread.
 */
final class ValueSet {
  /** Expressions that stand for more texts are left to the automaton. */
  private static final int MAX_VALUES = 2000;

  private static final int MAX_DEPTH = 20;

  private final String expression;
  private int at;

  private ValueSet(String expression) {
    this.expression = expression;
  }

  /** The texts that alone match, or null if this can't be told simply. */
  static @Nullable Set<String> of(String expression) {
    ValueSet reader = new ValueSet(expression);
    List<String> values = reader.alternatives(0);
    return values == null || reader.at < expression.length() ? null : new LinkedHashSet<>(values);
  }

  /** The literal text of an expression without any operator, or null. */
  static @Nullable String literal(String expression) {
    Set<String> values = of(expression);
    return values == null || values.size() != 1 ? null : values.iterator().next();
  }

  private @Nullable List<String> alternatives(int depth) {
    List<String> all = new ArrayList<>();
    while (true) {
      List<String> branch = sequence(depth);
      if (branch == null || all.size() + branch.size() > MAX_VALUES) {
        return null;
      }
      all.addAll(branch);
      if (at == expression.length() || expression.charAt(at) == ')') {
        return all;
      }
      at++; // the bar
    }
  }

  private @Nullable List<String> sequence(int depth) {
    List<String> values = List.of("");
    StringBuilder text = new StringBuilder();
    while (at < expression.length()) {
      char c = expression.charAt(at);
      if (c == '|' || c == ')') {
        break;
      }
      if (c == '(') {
        List<String> inner = group(depth);
        List<String> starts = product(values, List.of(text.toString()));
        List<String> joined = inner == null || starts == null ? null : product(starts, inner);
        if (joined == null) {
          return null;
        }
        values = joined;
        text.setLength(0);
      } else if (!literalCharacter(text)) {
        return null;
      }
      if (repeated()) {
        return null;
      }
    }
    return product(values, List.of(text.toString()));
  }

  private @Nullable List<String> group(int depth) {
    at++;
    if (expression.startsWith("?:", at)) {
      at += 2;
    } else if (expression.startsWith("?", at)) {
      return null;
    }
    List<String> inner = depth == MAX_DEPTH ? null : alternatives(depth + 1);
    if (inner == null || at == expression.length()) {
      return null;
    }
    at++;
    return inner;
  }

  private boolean literalCharacter(StringBuilder text) {
    char c = expression.charAt(at++);
    if (c == '\\') {
      if (at == expression.length()) {
        return false;
      }
      c = expression.charAt(at++);
      if (c < ' ' || c > '~' || Character.isLetterOrDigit(c)) {
        return false; // a class or another escape
      }
    } else if (".[]{}*+?^$()|".indexOf(c) >= 0) {
      return false;
    }
    text.append(c);
    return true;
  }

  private boolean repeated() {
    return at < expression.length() && "*+?{".indexOf(expression.charAt(at)) >= 0;
  }

  private static @Nullable List<String> product(List<String> starts, List<String> ends) {
    if ((long) starts.size() * ends.size() > MAX_VALUES) {
      return null;
    }
    List<String> all = new ArrayList<>(starts.size() * ends.size());
    for (String start : starts) {
      for (String end : ends) {
        all.add(start + end);
      }
    }
    return all;
  }
}
