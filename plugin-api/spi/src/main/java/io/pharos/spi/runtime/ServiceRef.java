package io.pharos.spi.runtime;

import io.pharos.spi.Experimental;

/**
 * A service of whichever plugin offers it, injected into a factory's constructor. Every operation
 * acquires it anew, so that the plugin behind it can be replaced in between. Thread-safe.
 *
 * <p>Services are the instances of storages ({@code Storage}), query engines ({@code QueryEngine}),
 * and what parts offer by {@code Part.services()}.
 */
@Experimental(since = "0.1")
public interface ServiceRef<T> {
  /**
   * Lends the service for one operation. Waits, bounded, while it is being replaced.
   *
   * @throws io.pharos.spi.error.ConfigException with the missing extension's name if no loaded
   *     plugin offers it
   */
  Lease<T> acquire();

  /** Whether a plugin offers it now. */
  boolean isPresent();
}
