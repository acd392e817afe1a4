package io.pharos.model.sample;

import static java.util.Objects.requireNonNull;

/** What an exporter says of a metric family; help and unit may be empty. Immutable. */
public record Metadata(MetricType type, String help, String unit) {
  public Metadata {
    requireNonNull(type, "type");
    requireNonNull(help, "help");
    requireNonNull(unit, "unit");
  }
}
