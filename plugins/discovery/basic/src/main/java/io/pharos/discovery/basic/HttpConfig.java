package io.pharos.discovery.basic;

import io.pharos.spi.config.Default;
import io.pharos.spi.config.Key;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.HttpClientConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/** An entry of {@code http_sd_configs}. Immutable. */
public record HttpConfig(
    String url, @Default("60s") Duration refreshInterval, @Key("") HttpClientConfig httpClient) {
  public HttpConfig {
    if (url.isEmpty()) {
      throw new ConfigException("URL is missing");
    }
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, "parse \"" + url + "\": " + e.getReason(), e);
    }
    if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
      throw new ConfigException("URL scheme must be 'http' or 'https'");
    }
    if (uri.getHost() == null) {
      throw new ConfigException("host is missing in URL");
    }
    if (refreshInterval.isZero()) {
      throw new ConfigException("refresh_interval: must be above 0s");
    }
  }
}
