package com.example.weather;

import io.pharos.model.sample.MetricType;
import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.exporter.MetricSink;
import java.util.concurrent.atomic.LongAdder;

/** Writes what the weather is like. */
final class WeatherExporter implements Exporter {
  private static final double TEMPERATURE = 21.5;

  private final WeatherConfig config;
  private final LongAdder looks = new LongAdder();

  WeatherExporter(WeatherConfig config) {
    this.config = config;
  }

  @Override
  public void collect(Query query, MetricSink sink) {
    looks.increment();
    sink.family("weather_temperature_celsius", MetricType.GAUGE, "How warm it is.", "");
    for (String city : config.cities()) {
      sink.sample("", TEMPERATURE, "city", city);
    }
    sink.family("weather_looks_total", MetricType.COUNTER, "Looks out of the window.", "");
    sink.sample("", looks.sum());
  }

  @Override
  public void close() {}
}
