package io.pharos.query.promql.parse;

import java.util.Set;

/**
 * Which experimental parts of the language are on. Immutable.
 *
 * @param functions functions and aggregations
 * @param edges {@code anchored} and {@code smoothed}
 * @param fill the {@code fill} modifiers
 */
public record ParseOptions(boolean functions, boolean edges, boolean fill) {
  /** Everything. */
  public static final ParseOptions ALL = new ParseOptions(true, true, true);

  /** As the names of {@code --enable-feature} say. */
  public static ParseOptions of(Set<String> features) {
    return new ParseOptions(
        features.contains("promql-experimental-functions"),
        features.contains("promql-extended-range-selectors"),
        features.contains("promql-binop-fill-modifiers"));
  }
}
