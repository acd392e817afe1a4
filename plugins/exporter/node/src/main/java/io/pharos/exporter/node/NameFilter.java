package io.pharos.exporter.node;

import io.pharos.spi.error.ConfigException;
import io.pharos.toolkit.regex.Regex;
import org.jspecify.annotations.Nullable;

/**
 * Which devices, mount points and the like are shown, by expressions that match anywhere.
 * Immutable.
 */
record NameFilter(@Nullable Regex exclude, @Nullable Regex include) {
  /** A filter of two expressions, of which an empty one says nothing. */
  static NameFilter of(String exclude, String include) {
    return new NameFilter(anywhere(exclude), anywhere(include));
  }

  /** An expression that matches a text if any part of it does, null for an empty one. */
  static @Nullable Regex anywhere(String expression) {
    if (expression.isEmpty()) {
      return null;
    }
    try {
      Regex.compile(expression); // alone first, so that it cannot close the group around it
      return Regex.compile("(?s:.*)(?:" + expression + ")(?s:.*)");
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID,
          "expression cannot be read [expression=" + expression + "]: " + e.getMessage(),
          e);
    }
  }

  boolean isShown(String name) {
    return (exclude == null || !exclude.matches(name))
        && (include == null || include.matches(name));
  }
}
