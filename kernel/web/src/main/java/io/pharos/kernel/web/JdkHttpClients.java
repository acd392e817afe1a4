package io.pharos.kernel.web;

import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.HttpClientConfig;
import io.pharos.spi.http.HttpClients;
import io.pharos.spi.http.OutgoingClient;
import io.pharos.spi.runtime.Clock;

/**
 * Outgoing HTTP over the JDK's blocking sockets, which virtual threads make cheap: one request
 * costs a write and a few reads, without a selector or a queue in between, sends exactly the
 * headers that it is given, and knows the reason behind a status. It speaks HTTP/1.1, also where a
 * server offers HTTP/2. Thread-safe.
 */
public final class JdkHttpClients implements HttpClients {
  private final Clock clock;

  public JdkHttpClients(Clock clock) {
    this.clock = clock;
  }

  @Override
  public OutgoingClient open(HttpClientConfig config) {
    if (config.oauth2() != null) {
      throw new ConfigException(
          "oauth2 is not built yet, and without it requests would go out unauthorized");
    }
    ProxyChoice proxy =
        ProxyChoice.of(
            config.proxyUrl(),
            config.noProxy(),
            config.proxyFromEnvironment(),
            config.proxyConnectHeader());
    TlsContexts tls = new TlsContexts(config.tlsConfig());
    tls.checkInline();
    return new JdkHttpClient(clock, config, tls, proxy);
  }
}
