package com.example.weather;

import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.exporter.ExporterFactory;
import io.pharos.spi.runtime.Context;
import org.pf4j.Extension;

/** Makes the exporter {@code weather}. */
@Extension
public final class WeatherFactory implements ExporterFactory<WeatherConfig> {
  @Override
  public String type() {
    return "weather";
  }

  @Override
  public Class<WeatherConfig> configType() {
    return WeatherConfig.class;
  }

  @Override
  public Exporter create(WeatherConfig config, Context context) {
    return new WeatherExporter(config);
  }
}
