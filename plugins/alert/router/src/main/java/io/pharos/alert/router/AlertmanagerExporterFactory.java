package io.pharos.alert.router;

import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.exporter.ExporterFactory;
import io.pharos.spi.exporter.MetricSink;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.MetricFamilies;
import io.pharos.spi.runtime.MetricFamilies.MetricFamily;
import io.pharos.spi.runtime.MetricFamilies.MetricSample;
import jakarta.inject.Inject;
import org.pf4j.Extension;

/**
 * Makes the exporter {@code alertmanager}: what {@code /metrics} of the alertmanager's own listener
 * shows, without that listener. Without state.
 */
@Extension
public final class AlertmanagerExporterFactory
    implements ExporterFactory<AlertmanagerExporterFactory.Config> {
  private final MetricFamilies families;

  @Inject
  public AlertmanagerExporterFactory(MetricFamilies families) {
    this.families = families;
  }

  @Override
  public String type() {
    return "alertmanager";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Exporter create(Config config, Context context) {
    return new SelfExporter(families);
  }

  /** Settings of the exporter {@code alertmanager}: there are none. */
  public record Config() {}

  /** Shows the families of the site. Thread-safe. */
  private record SelfExporter(MetricFamilies families) implements Exporter {
    @Override
    public void collect(Query query, MetricSink sink) {
      for (MetricFamily family : families.read("alertmanager")) {
        sink.family(family.name(), family.type(), family.help(), "");
        for (MetricSample sample : family.samples()) {
          sink.sample(sample.suffix(), sample.value(), sample.labels().toArray(new String[0]));
        }
      }
    }

    @Override
    public void close() {}
  }
}
