package io.pharos.kernel.plugin;

import io.pharos.spi.error.ConfigException;
import java.util.Locale;

/** The kinds of extension, as descriptors name them in lower case. */
public enum Kind {
  STORAGE,
  QUERY,
  PART,
  WEB,
  DISCOVERY,
  EXPORTER,
  NOTIFY,
  COMMAND;

  /** The word in descriptors and messages. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the kernel makes its instances at start; those of other kinds are asked for. */
  public boolean isRoot() {
    return this == STORAGE || this == QUERY || this == PART || this == WEB;
  }

  /** The kind of a word. */
  static Kind of(String word) {
    for (Kind kind : values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw new ConfigException("unknown kind of extension '" + word + "'");
  }
}
