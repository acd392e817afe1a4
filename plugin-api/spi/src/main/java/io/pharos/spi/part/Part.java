package io.pharos.spi.part;

import io.pharos.spi.Experimental;
import io.pharos.spi.http.Route;
import java.util.List;
import java.util.Map;

/**
 * A running part. {@link #start} comes once, when the services that its factory takes have started;
 * {@link #close} comes last, in the reverse order. Both are called by one thread.
 */
@Experimental(since = "0.1")
public interface Part extends AutoCloseable {
  default void start() {}

  /** Routes to serve from start to close; asked for once, after start. */
  default List<Route> routes() {
    return List.of();
  }

  /**
   * Services for other plugins, by the SPI interface under which they ask for them. Asked for once,
   * before start, as the order of starts follows from it; nobody calls them before start has
   * returned.
   */
  default Map<Class<?>, Object> services() {
    return Map.of();
  }

  @Override
  void close();
}
