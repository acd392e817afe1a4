package io.pharos.kernel.host;

/** What the host's own routes set off. Thread-safe. */
public interface HostActions {
  /**
   * Reads the configuration again; returns when it is in force.
   *
   * @throws io.pharos.spi.error.ConfigException if it is refused, wholly or in part
   */
  void reload();

  /** Ends the server, after the answer is sent. */
  void quit();
}
