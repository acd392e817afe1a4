package io.pharos.benchmarks.micro;

import io.pharos.model.label.Labels;
import io.pharos.query.promql.engine.PromqlConfig;
import io.pharos.query.promql.engine.PromqlEngineFactory;
import io.pharos.spi.config.ByteSize;
import io.pharos.spi.config.GlobalConfig;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.runtime.Context;
import java.time.Duration;
import java.util.List;

/** Makes query engines as the server does by default. */
public final class Engines {
  private Engines() {}

  /** The engine of PromQL. */
  public static QueryEngine promql(Context context) {
    return new PromqlEngineFactory()
        .create(
            new PromqlConfig(
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                20,
                50_000_000,
                new GlobalConfig(
                    Duration.ofMinutes(1),
                    null,
                    List.of(),
                    Duration.ofMinutes(1),
                    Duration.ZERO,
                    "",
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
                    null)),
            context);
  }
}
