package io.pharos.model.label;

import static java.util.Objects.requireNonNull;

/**
 * A condition on one label; a missing label has the value {@code ""}. It says what is asked, the
 * tool kit's {@code LabelFilter} evaluates it. Immutable.
 */
public record LabelMatcher(MatchType type, String name, String value) {
  public LabelMatcher {
    requireNonNull(type, "type");
    requireNonNull(name, "name");
    requireNonNull(value, "value");
  }

  /** {@code name="value"}. */
  public static LabelMatcher equal(String name, String value) {
    return new LabelMatcher(MatchType.EQUAL, name, value);
  }
}
