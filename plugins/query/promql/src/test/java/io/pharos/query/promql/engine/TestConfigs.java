package io.pharos.query.promql.engine;

import io.pharos.model.label.Labels;
import io.pharos.spi.config.ByteSize;
import io.pharos.spi.config.GlobalConfig;
import java.time.Duration;
import java.util.List;

/** Configurations for tests. */
public final class TestConfigs {
  private TestConfigs() {}

  /** What holds if nothing is stated. */
  public static PromqlConfig defaults() {
    return limited(20, 50_000_000);
  }

  /** With other limits. */
  public static PromqlConfig limited(int concurrency, long maxSamples) {
    return new PromqlConfig(
        Duration.ofMinutes(5), Duration.ofMinutes(2), concurrency, maxSamples, global(""));
  }

  /** With a query log. */
  static PromqlConfig logged(String file) {
    return new PromqlConfig(
        Duration.ofMinutes(5), Duration.ofMinutes(2), 20, 50_000_000, global(file));
  }

  private static GlobalConfig global(String queryLogFile) {
    return new GlobalConfig(
        Duration.ofMinutes(1),
        null,
        List.of(),
        Duration.ofMinutes(1),
        Duration.ZERO,
        queryLogFile,
        "",
        Labels.empty(),
        new ByteSize(0),
        0,
        0,
        0,
        0,
        0,
        0,
        "utf8",
        "",
        false,
        false,
        false,
        null);
  }
}
