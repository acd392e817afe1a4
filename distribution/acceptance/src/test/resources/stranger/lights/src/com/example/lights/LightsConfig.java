package com.example.lights;

import io.pharos.spi.config.Default;
import io.pharos.spi.error.ConfigException;
import java.time.Duration;
import java.util.List;

/** An entry of {@code lights_sd_configs}. */
public record LightsConfig(
    String street, List<String> addresses, @Default("1m") Duration refreshInterval) {
  public LightsConfig {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new ConfigException("addresses: a street has at least one light");
    }
  }
}
