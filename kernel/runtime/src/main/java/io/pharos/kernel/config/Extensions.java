package io.pharos.kernel.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What the binder asks about extensions that files may name. */
public interface Extensions {
  /** The extension of a kind that claims a key, such as {@code static_configs}. */
  Answer byKey(String kind, String key);

  /** The extension of a kind by its type. */
  Answer byType(String kind, String type);

  /** Keys or, where the kind has none, types that loaded plugins offer. */
  Collection<String> offered(String kind);

  /** What a key or a type leads to. */
  sealed interface Answer {
    /** A loaded extension. */
    record Found(String type, Class<? extends Record> configType) implements Answer {}

    /** A known word whose extension is missing; the reason says what to do. */
    record Missing(String reason, boolean fatal) implements Answer {}

    /** A word that nobody knows. */
    record Unknown() implements Answer {}
  }

  /** The key that lists entries of an extension; its type where none does. */
  default String keyOf(String kind, String type) {
    return type;
  }

  /** Knows nothing: for files without extensions. */
  static Extensions none() {
    return new Extensions() {
      @Override
      public Answer byKey(String kind, String key) {
        return new Answer.Unknown();
      }

      @Override
      public Answer byType(String kind, String type) {
        return new Answer.Unknown();
      }

      @Override
      public Collection<String> offered(String kind) {
        return java.util.List.of();
      }
    };
  }

  /** A word of the original's files and what it would need, null if it is none. */
  default @Nullable String catalogued(String file, String key) {
    return null;
  }
}
