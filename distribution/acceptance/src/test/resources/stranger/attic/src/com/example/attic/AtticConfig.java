package com.example.attic;

import io.pharos.spi.config.Default;
import io.pharos.spi.error.ConfigException;

/** The section {@code storage.attic}. */
public record AtticConfig(@Default("100000") int maxSeries) {
  public AtticConfig {
    if (maxSeries <= 0) {
      throw new ConfigException("max_series must be above 0, was " + maxSeries);
    }
  }
}
