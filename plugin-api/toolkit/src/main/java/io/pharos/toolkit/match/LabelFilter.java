package io.pharos.toolkit.match;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.toolkit.regex.Regex;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a {@link LabelMatcher}. Regular expressions are those of RE2, anchored at both ends,
 * with a dot that matches a newline; the usual simple ones need no automaton. Immutable and
 * thread-safe.
 */
public final class LabelFilter {
  private final LabelMatcher matcher;
  private final boolean negative;

  /** Exactly these values meet the positive condition, or null. */
  private final @Nullable Set<String> values;

  /** Values that start and end so, with anything or something between, meet it; or null. */
  private final @Nullable Affix affix;

  private final @Nullable Regex regex;

  private LabelFilter(
      LabelMatcher matcher,
      @Nullable Set<String> values,
      @Nullable Affix affix,
      @Nullable Regex regex) {
    this.matcher = matcher;
    this.negative = matcher.type().isNegative();
    this.values = values;
    this.affix = affix;
    this.regex = regex;
  }

  /**
   * Prepares a matcher.
   *
   * @throws IllegalArgumentException if its regular expression is wrong; the message says where
   */
  public static LabelFilter of(LabelMatcher matcher) {
    if (!matcher.type().isRegex()) {
      return new LabelFilter(matcher, Set.of(matcher.value()), null, null);
    }
    Set<String> values = ValueSet.of(matcher.value());
    if (values != null) {
      return new LabelFilter(matcher, Set.copyOf(values), null, null);
    }
    Affix affix = Affix.of(matcher.value());
    return affix != null
        ? new LabelFilter(matcher, null, affix, null)
        : new LabelFilter(matcher, null, null, Regex.compile(matcher.value()));
  }

  /** Prepares matchers, in their order. */
  public static List<LabelFilter> of(List<LabelMatcher> matchers) {
    return matchers.stream().map(LabelFilter::of).toList();
  }

  /** Whether the labels meet all conditions. */
  public static boolean matchesAll(List<LabelFilter> filters, Labels labels) {
    for (int i = 0; i < filters.size(); i++) {
      LabelFilter filter = filters.get(i);
      if (!filter.matches(labels.valueOf(filter.name()))) {
        return false;
      }
    }
    return true;
  }

  /** What is evaluated. */
  public LabelMatcher matcher() {
    return matcher;
  }

  /** The label's name. */
  public String name() {
    return matcher.name();
  }

  /** Whether the value of the label, {@code ""} where it is absent, meets the condition. */
  public boolean matches(String value) {
    return positive(value) != negative;
  }

  /** Whether a series without the label is selected. */
  public boolean matchesEmpty() {
    return matches("");
  }

  /**
   * The only values that meet a positive condition, or that a negative one excludes; absent where
   * there are too many to name.
   */
  public Optional<Set<String>> values() {
    return Optional.ofNullable(values);
  }

  /**
   * How every value starts that meets a positive condition, or that a negative one excludes; may be
   * {@code ""}.
   */
  public String prefix() {
    return affix == null ? "" : affix.start();
  }

  private boolean positive(String value) {
    if (values != null) {
      return values.contains(value);
    }
    return affix != null ? affix.matches(value) : regex != null && regex.matches(value);
  }

  @Override
  public String toString() {
    return matcher.name() + matcher.type().sign() + '"' + matcher.value() + '"';
  }

  /** A literal start and a literal end with {@code .*} or {@code .+} between them. */
  private record Affix(String start, String end, int between) {
    static @Nullable Affix of(String expression) {
      int dot = expression.indexOf('.');
      while (dot > 0 && escaped(expression, dot)) {
        dot = expression.indexOf('.', dot + 1);
      }
      if (dot < 0 || dot + 1 == expression.length()) {
        return null;
      }
      char repeat = expression.charAt(dot + 1);
      String start = ValueSet.literal(expression.substring(0, dot));
      String end = ValueSet.literal(expression.substring(dot + 2));
      return (repeat != '*' && repeat != '+') || start == null || end == null
          ? null
          : new Affix(start, end, repeat == '+' ? 1 : 0);
    }

    private static boolean escaped(String expression, int at) {
      int slashes = 0;
      while (at - slashes > 0 && expression.charAt(at - slashes - 1) == '\\') {
        slashes++;
      }
      return slashes % 2 == 1;
    }

    boolean matches(String value) {
      return value.length() >= start.length() + end.length() + between
          && value.startsWith(start)
          && value.endsWith(end);
    }
  }
}
