package io.pharos.notify.basic;

import io.pharos.spi.config.Default;
import io.pharos.spi.config.Secret;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.HttpClientConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code webhook_configs}. Immutable.
 *
 * @param maxAlerts 0 for all
 * @param timeout of one request, in Go's syntax; 0 for as long as the notification may take
 */
public record WebhookConfig(
    @Default("true") boolean sendResolved,
    @Nullable HttpClientConfig httpConfig,
    @Nullable Secret url,
    @Default("") String urlFile,
    @Default("0") long maxAlerts,
    @Default("0s") String timeout) {
  public WebhookConfig {
    String address = url == null ? "" : url.reveal();
    boolean stated = !address.isEmpty();
    if (!stated && urlFile.isEmpty()) {
      throw new ConfigException("one of url or url_file must be configured");
    }
    if (stated && !urlFile.isEmpty()) {
      throw new ConfigException("at most one of url & url_file must be configured");
    }
    if (stated && !address.contains("{{")) {
      Urls.parse(address);
    }
    if (maxAlerts < 0) {
      throw new ConfigException("max_alerts must not be negative, was " + maxAlerts);
    }
    GoDurations.parse(timeout);
  }

  /** The limit of one request, zero for none. */
  Duration limit() {
    return GoDurations.parse(timeout);
  }
}
