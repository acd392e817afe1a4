package io.pharos.web.api;

import io.pharos.spi.config.Default;
import io.pharos.spi.config.Flag;
import io.pharos.spi.config.GlobalConfig;
import io.pharos.spi.config.Shared;
import io.pharos.spi.error.ConfigException;

/**
 * What configures the API. Immutable.
 *
 * @param global for the external labels of federation
 */
public record WebApiConfig(
    @Shared("global") GlobalConfig global,
    @Flag("web.enable-admin-api") @Default("false") boolean adminApi,
    @Flag("web.max-notifications-subscribers") @Default("16") int maxSubscribers,
    @Flag("web.search.max-limit") @Default("10000") int searchLimit) {
  public WebApiConfig {
    if (searchLimit < 1) {
      throw new ConfigException("web.search.max-limit: must be at least 1, was " + searchLimit);
    }
  }
}
