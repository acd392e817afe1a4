package io.pharos.spi.runtime;

import io.pharos.spi.Experimental;
import io.pharos.spi.config.ExtensionConfig;
import java.util.function.Consumer;

/**
 * Instances of a kind of leaf extension, injected as {@code Instances<Discoverer>} and the like:
 * made from configuration, and made anew when their plugin is replaced. Thread-safe.
 */
@Experimental(since = "0.1")
public interface Instances<T extends AutoCloseable> {
  /**
   * Makes an instance and hands it to {@code onNew}, which starts it; again, with the new one, each
   * time its plugin is replaced, before the old one closes. If making or starting it fails, that is
   * reported at its plugin, and the handle stays empty until a later version succeeds.
   */
  Handle<T> open(ExtensionConfig config, Consumer<T> onNew);

  /** An instance and its successors. Thread-safe. */
  interface Handle<T> extends AutoCloseable {
    /**
     * Lends the instance for one operation.
     *
     * @throws io.pharos.spi.error.ConfigException if there is none now
     */
    Lease<T> acquire();

    /** Closes the instance. */
    @Override
    void close();
  }
}
