package io.pharos.spi.config;

import io.pharos.spi.Experimental;

/** The configuration in force, as it may be shown. Injected. Thread-safe. */
@Experimental(since = "0.1")
public interface ConfigView {
  /**
   * The server's or another file as YAML, with secrets hidden.
   *
   * @param file {@code server} or {@code alertmanager}
   * @return "" if there is no such file
   */
  String yaml(String file);
}
