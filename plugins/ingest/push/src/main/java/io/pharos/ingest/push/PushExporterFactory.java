package io.pharos.ingest.push;

import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.exporter.ExporterFactory;
import io.pharos.spi.exporter.MetricSink;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.ServiceRef;
import jakarta.inject.Inject;
import java.util.List;
import org.pf4j.Extension;

/** Makes the exporter {@code push}, by which pushed metrics are scraped without a listener. */
@Extension
public final class PushExporterFactory implements ExporterFactory<PushExporterFactory.Config> {
  private final ServiceRef<PushedFamilies> pushed;

  @Inject
  PushExporterFactory(ServiceRef<PushedFamilies> pushed) {
    this.pushed = pushed;
  }

  @Override
  public String type() {
    return "push";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Exporter create(Config config, Context context) {
    return new PushExporter(pushed);
  }

  /** Settings of the exporter {@code push}: there are none. */
  public record Config() {}

  /** Shows what was pushed. Thread-safe. */
  private record PushExporter(ServiceRef<PushedFamilies> pushed) implements Exporter {
    @Override
    public void collect(Query query, MetricSink sink) {
      try (Lease<PushedFamilies> lease = pushed.acquire()) {
        lease.get().write(sink, query.parameters().getOrDefault("name[]", List.of()));
      }
    }

    @Override
    public void close() {}
  }
}
