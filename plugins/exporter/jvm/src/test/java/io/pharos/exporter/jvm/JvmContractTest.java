package io.pharos.exporter.jvm;

import io.pharos.spi.exporter.ExporterFactory;
import io.pharos.testkit.exporter.ExporterContract;

class JvmContractTest extends ExporterContract<JvmConfig> {
  @Override
  protected ExporterFactory<JvmConfig> factory() {
    return new JvmExporterFactory();
  }

  @Override
  protected JvmConfig config() {
    return new JvmConfig();
  }
}
