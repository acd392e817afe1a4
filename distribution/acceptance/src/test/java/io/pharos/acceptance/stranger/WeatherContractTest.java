package io.pharos.acceptance.stranger;

import io.pharos.spi.exporter.ExporterFactory;
import io.pharos.testkit.exporter.ExporterContract;
import java.util.List;

class WeatherContractTest extends ExporterContract<Record> {
  private static final LoadedStranger WEATHER = LoadedStranger.of(StrangerPlugin.of("weather"));

  @Override
  @SuppressWarnings("unchecked") // the contract hands it records of its own type alone
  protected ExporterFactory<Record> factory() {
    return WEATHER.factory(ExporterFactory.class);
  }

  @Override
  protected Record config() {
    return LoadedStranger.record(factory().configType(), List.of("London", "Paris"));
  }
}
