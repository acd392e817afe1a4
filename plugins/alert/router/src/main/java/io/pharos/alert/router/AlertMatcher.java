package io.pharos.alert.router;

import io.pharos.model.label.Labels;
import io.pharos.model.label.MatchType;
import io.pharos.spi.error.ConfigException;
import io.pharos.toolkit.regex.Regex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One condition on labels; unlike in queries a dot does not match a newline. Immutable. */
final class AlertMatcher {
  static final Comparator<AlertMatcher> ORDER =
      Comparator.comparing((AlertMatcher m) -> m.name)
          .thenComparing(m -> m.value)
          .thenComparing(m -> m.type);

  private static final String RESERVED = "{}!=~,\\\"'`";

  private final MatchType type;
  private final String name;
  private final String value;
  private final @Nullable Regex regex;

  AlertMatcher(MatchType type, String name, String value) {
    this.type = type;
    this.name = name;
    this.value = value;
    this.regex = type.isRegex() ? compiled(value) : null;
  }

  private static Regex compiled(String expression) {
    try {
      String anchored = "^(?:" + expression + ")$";
      Regex.compile(anchored);
      return Regex.compile("(?-s:" + anchored + ")");
    } catch (IllegalArgumentException e) {
      throw new ConfigException(ConfigException.Code.INVALID, String.valueOf(e.getMessage()), e);
    }
  }

  /** The matchers of the three ways in which a route or a rule states them, sorted. */
  static List<AlertMatcher> all(
      Map<String, String> equal, Map<String, String> regex, Collection<String> texts) {
    List<AlertMatcher> all = new ArrayList<>();
    new TreeMap<>(equal)
        .forEach((name, value) -> all.add(new AlertMatcher(MatchType.EQUAL, legacy(name), value)));
    new TreeMap<>(regex)
        .forEach(
            (name, value) ->
                all.add(new AlertMatcher(MatchType.REGEX, legacy(name), "^(?:" + value + ")$")));
    for (String text : texts) {
      all.addAll(MatcherParser.parse(text));
    }
    all.sort(ORDER);
    return List.copyOf(all);
  }

  private static String legacy(String name) {
    if (!name.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
      throw new ConfigException("invalid label name \"" + name + "\"");
    }
    return name;
  }

  MatchType type() {
    return type;
  }

  String name() {
    return name;
  }

  String value() {
    return value;
  }

  boolean matches(Labels labels) {
    return matches(labels.valueOf(name));
  }

  boolean matches(String text) {
    boolean plain = regex == null ? value.equals(text) : regex.matches(text);
    return plain != type.isNegative();
  }

  static boolean matchesAll(List<AlertMatcher> matchers, Labels labels) {
    for (AlertMatcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** {@code {a="b",c=~"d"}}. */
  static String print(List<AlertMatcher> matchers) {
    return matchers.stream().map(AlertMatcher::toString).collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public String toString() {
    boolean quoteName =
        name.chars().anyMatch(c -> RESERVED.indexOf(c) >= 0 || Character.isWhitespace(c));
    String shownName = quoteName ? quoted(name) : name;
    return shownName + type.sign() + quoted(value);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"") + '"';
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AlertMatcher matcher
        && type == matcher.type
        && name.equals(matcher.name)
        && value.equals(matcher.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, name, value);
  }
}
