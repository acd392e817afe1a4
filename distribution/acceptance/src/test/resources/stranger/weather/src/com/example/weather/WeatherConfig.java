package com.example.weather;

import java.util.List;

/** Settings below {@code exporters}: the cities, London unless stated. */
public record WeatherConfig(List<String> cities) {
  public WeatherConfig {
    cities = cities.isEmpty() ? List.of("London") : List.copyOf(cities);
  }
}
