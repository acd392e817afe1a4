package io.pharos.kernel.host;

import io.pharos.spi.runtime.ServerInfo;
import java.time.Duration;
import java.util.List;

/** Owns listeners and serves the routes of all plugins. Thread-safe. */
public interface WebHost extends AutoCloseable {
  /**
   * Binds every listener of every site. From then on {@code /-/healthy} answers, and what is not
   * early gets 503.
   *
   * @throws io.pharos.spi.error.ConfigException if an address is in use or a file of settings is
   *     bad
   */
  void open(List<SiteSettings> sites, HostActions actions);

  /** Replaces all routes at once; running requests end on the old ones. */
  void publish(List<PluginRoute> routes);

  /** Says how far the server is; decides {@code /-/ready}. */
  void state(ServerInfo.State state);

  /** Takes no more connections and waits for running requests, up to the deadline. */
  void drain(Duration deadline);

  @Override
  void close();
}
