package io.pharos.storage.tsdb.index;

import io.pharos.toolkit.match.LabelFilter;
import java.util.Set;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.ByteRunAutomaton;
import org.jspecify.annotations.Nullable;

/** One condition of a selection. Immutable. */
public final class Condition {
  private final LabelFilter filter;

  private Condition(LabelFilter filter) {
    this.filter = filter;
  }

  static Condition of(LabelFilter filter) {
    return new Condition(filter);
  }

  public String name() {
    return filter.name();
  }

  public boolean isNegative() {
    return filter.matcher().type().isNegative();
  }

  /** Whether a value, {@code ""} for a missing label, meets the condition. */
  public boolean matches(String value) {
    return filter.matches(value);
  }

  public boolean matchesEmpty() {
    return filter.matchesEmpty();
  }

  /** The values named, which a negative condition excludes; null if they can't be named. */
  @Nullable Set<String> values() {
    return filter.values().orElse(null);
  }

  String prefix() {
    return filter.prefix();
  }

  /** Whether every series meets it. */
  boolean isEverything() {
    String expression = filter.matcher().value();
    return filter.matcher().type().isRegex() && !isNegative() && expression.equals(".*");
  }

  /** The terms whose values meet the positive form. */
  Query scan() {
    return new TermScan(filter.name(), filter.prefix(), this);
  }

  /**
   * The positive form as an automaton over the bytes of values; null if it is not worth it or has
   * none.
   */
  @Nullable ByteRunAutomaton automaton() {
    if (!filter.matcher().type().isRegex()) {
      return null;
    }
    Automaton automaton = Re2Automaton.of(filter.matcher().value());
    return automaton == null ? null : new ByteRunAutomaton(automaton);
  }

  /** Whether a value meets the positive form of the condition. */
  boolean matchesPositive(String value) {
    return filter.matches(value) != isNegative();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Condition condition
        && filter.matcher().equals(condition.filter.matcher());
  }

  @Override
  public int hashCode() {
    return filter.matcher().hashCode();
  }

  @Override
  public String toString() {
    return filter.toString();
  }
}
