package io.pharos.spi.runtime;

import io.pharos.spi.Experimental;
import java.util.List;
import java.util.OptionalInt;

/** What is known of plugins, loaded or not. Injected. Thread-safe. */
@Experimental(since = "0.1")
public interface Plugins {
  /** All plugins by id, those that failed to load too. */
  List<Plugin> list();

  /**
   * The port on which the original of an exporter listens, as its plugin's descriptor states it.
   */
  default OptionalInt originalPort(String exporterType) {
    return OptionalInt.empty();
  }

  /**
   * One plugin. Immutable.
   *
   * @param extensions what it offers, as {@code kind:type}
   * @param error why it failed, or how it failed last; "" if it never did
   * @param failures how often calls of it have failed
   * @param seconds how long calls of it have taken together
   * @param running how many calls and tasks of it are running
   * @param keys top-level keys that it owns, as {@code file:key}
   * @param flags flags that it adds, without dashes
   */
  record Plugin(
      String id,
      String version,
      String provider,
      String description,
      List<String> extensions,
      State state,
      Health health,
      String error,
      long failures,
      double seconds,
      int running,
      List<String> keys,
      List<String> flags) {
    public Plugin {
      extensions = List.copyOf(extensions);
      keys = List.copyOf(keys);
      flags = List.copyOf(flags);
    }
  }

  /** What the kernel did with a plugin. */
  enum State {
    LOADED,
    DISABLED,
    FAILED,
    /** Unloaded, but work of it is still running and holds its classes. */
    HELD
  }

  /** How a loaded plugin has behaved of late. */
  enum Health {
    UP,
    FAILING,
    HANGING
  }
}
