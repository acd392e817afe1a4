package io.pharos.spi.http;

import io.pharos.spi.Experimental;

/** Makes clients for outgoing requests. Thread-safe. */
@Experimental(since = "0.1")
public interface HttpClients {
  /**
   * A client with the given settings. Files that they name are read when they are needed, and again
   * when they change.
   *
   * @throws io.pharos.spi.error.ConfigException if they cannot work
   */
  OutgoingClient open(HttpClientConfig config);
}
