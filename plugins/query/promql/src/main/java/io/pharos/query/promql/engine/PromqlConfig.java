package io.pharos.query.promql.engine;

import io.pharos.spi.config.Default;
import io.pharos.spi.config.Flag;
import io.pharos.spi.config.GlobalConfig;
import io.pharos.spi.config.Shared;
import io.pharos.spi.error.ConfigException;
import java.time.Duration;

/** The limits of queries, and what the section {@code global} says of them. Immutable. */
public record PromqlConfig(
    @Flag("query.lookback-delta") @Default("5m") Duration lookbackDelta,
    @Flag("query.timeout") @Default("2m") Duration timeout,
    @Flag("query.max-concurrency") @Default("20") int maxConcurrency,
    @Flag("query.max-samples") @Default("50000000") long maxSamples,
    @Shared("global") GlobalConfig global) {
  public PromqlConfig {
    if (!lookbackDelta.isPositive()) {
      throw new ConfigException("query.lookback-delta: must be above 0s, was " + lookbackDelta);
    }
    if (!timeout.isPositive()) {
      throw new ConfigException("query.timeout: must be above 0s, was " + timeout);
    }
    if (maxConcurrency < 1) {
      throw new ConfigException("query.max-concurrency: must be at least 1, was " + maxConcurrency);
    }
  }
}
