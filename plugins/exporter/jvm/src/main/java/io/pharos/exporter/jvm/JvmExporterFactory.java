package io.pharos.exporter.jvm;

import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.exporter.ExporterFactory;
import io.pharos.spi.runtime.Context;
import org.pf4j.Extension;

/** Makes the exporter {@code jvm}. Without state. */
@Extension
public final class JvmExporterFactory implements ExporterFactory<JvmConfig> {
  @Override
  public String type() {
    return "jvm";
  }

  @Override
  public Class<JvmConfig> configType() {
    return JvmConfig.class;
  }

  @Override
  public Exporter create(JvmConfig config, Context context) {
    return new JvmExporter();
  }
}
