package io.pharos.testkit.fake;

import io.pharos.spi.exporter.ExporterFactory;
import io.pharos.testkit.exporter.ExporterContract;
import io.pharos.testkit.exporter.FakeExporter;

class FakeExporterTest extends ExporterContract<FakeExporter.Config> {
  private final FakeExporter factory = new FakeExporter().gauge("one", 1).gauge("two", 2);

  @Override
  protected ExporterFactory<FakeExporter.Config> factory() {
    return factory;
  }

  @Override
  protected FakeExporter.Config config() {
    return new FakeExporter.Config();
  }
}
