package io.pharos.discovery.basic;

import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.config.OpenKeys;
import io.pharos.spi.config.Shared;
import io.pharos.spi.error.ConfigException;
import java.util.List;
import java.util.Map;

/**
 * An entry of {@code exporter_sd_configs}. Immutable.
 *
 * @param names of exporters of this process: keys of the section {@code exporters}, or types
 * @param exporters that section, which says what type a name is
 */
public record ExporterConfig(
    List<String> names,
    @Shared("exporters") @OpenKeys("exporter") Map<String, ExtensionConfig> exporters) {
  public ExporterConfig {
    names = List.copyOf(names);
    exporters = Map.copyOf(exporters);
    if (names.isEmpty()) {
      throw new ConfigException("names: at least one exporter is required");
    }
  }
}
