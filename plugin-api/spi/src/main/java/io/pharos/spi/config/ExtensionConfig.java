package io.pharos.spi.config;

import static java.util.Objects.requireNonNull;

import io.pharos.spi.Experimental;

/**
 * The settings of an extension that another plugin's section asks for: an entry of {@code
 * static_configs}, of a receiver, of {@code exporters}. Two are equal when kind, type and settings
 * are. Immutable.
 *
 * @param config an instance of the factory's {@code configType()}
 */
@Experimental(since = "0.1")
public record ExtensionConfig(String kind, String type, Record config) {
  public ExtensionConfig {
    requireNonNull(kind, "kind");
    requireNonNull(type, "type");
    requireNonNull(config, "config");
  }
}
