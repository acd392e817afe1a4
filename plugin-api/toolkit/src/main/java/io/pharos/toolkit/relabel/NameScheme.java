package io.pharos.toolkit.relabel;

import io.pharos.spi.error.ConfigException;
import io.pharos.toolkit.exposition.GoQuote;
import io.pharos.toolkit.exposition.Utf8;

/** Which names of metrics and labels are valid. */
public enum NameScheme {
  /** Any text but the empty one. */
  UTF8,
  /** Letters, digits and underscores, in names of metrics colons too; no digit in front. */
  LEGACY;

  /** The scheme that configuration names. */
  public static NameScheme of(String word) {
    return switch (word) {
      case "", "utf8" -> UTF8;
      case "legacy" -> LEGACY;
      default ->
          throw new ConfigException(
              "unknown validation scheme "
                  + GoQuote.quote(word)
                  + ", must be one of 'legacy' or 'utf8'");
    };
  }

  public boolean isLabelName(String name) {
    return isName(name, false);
  }

  public boolean isMetricName(String name) {
    return isName(name, true);
  }

  private boolean isName(String name, boolean colons) {
    if (name.isEmpty()) {
      return false;
    }
    if (this == UTF8) {
      return Utf8.isValid(name);
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (colons && c == ':');
      if (!letter && !(i > 0 && c >= '0' && c <= '9')) {
        return false;
      }
    }
    return true;
  }
}
