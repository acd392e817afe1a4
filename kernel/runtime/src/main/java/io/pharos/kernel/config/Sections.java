package io.pharos.kernel.config;

import io.pharos.kernel.plugin.Kind;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who owns what in the files. */
public interface Sections {
  /** Whether a loaded plugin owns a top-level key. */
  boolean isOwned(String file, String key);

  /** The top-level keys of a file that loaded plugins own. */
  Collection<String> owned(String file);

  /** A plugin that owns the key but is not loaded, null if there is none. */
  @Nullable String unloadedOwner(String file, String key);

  /** Keys of open sections that plugins claim, by section. */
  Map<String, Set<String>> openKeys(String file);

  /** Types of a kind that loaded plugins offer. */
  Collection<String> types(Kind kind);

  /** Whether keys of plugins that went are passed over with a warning. */
  boolean isLenient();

  Extensions extensions();
}
