package io.pharos.testkit.exporter;

import io.pharos.model.sample.MetricType;
import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.exporter.ExporterFactory;
import io.pharos.spi.exporter.MetricSink;
import io.pharos.spi.runtime.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** An exporter whose gauges the test sets; every instance shows the same. Thread-safe. */
public final class FakeExporter implements ExporterFactory<FakeExporter.Config> {
  private final Map<String, Double> gauges = new ConcurrentSkipListMap<>();

  /** Settings: there are none. */
  public record Config() {}

  /** Sets a gauge. */
  public FakeExporter gauge(String name, double value) {
    gauges.put(name, value);
    return this;
  }

  @Override
  public String type() {
    return "fake";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Exporter create(Config config, Context context) {
    return new Exporter() {
      @Override
      public void collect(Query query, MetricSink sink) {
        gauges.forEach(
            (name, value) -> {
              sink.family(name, MetricType.GAUGE, "", "");
              sink.sample("", value);
            });
      }

      @Override
      public void close() {}
    };
  }
}
