package io.pharos.discovery.basic;

import io.pharos.spi.config.Default;
import io.pharos.spi.config.RelativeToFile;
import io.pharos.spi.error.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** An entry of {@code file_sd_configs}. Immutable. */
public record FileConfig(
    @RelativeToFile List<String> files, @Default("5m") Duration refreshInterval) {
  private static final Pattern NAME =
      Pattern.compile("[^*]*(\\*[^*/]*)?\\.(json|yml|yaml|JSON|YML|YAML)");

  public FileConfig {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new ConfigException(
          "file service discovery config must contain at least one path name");
    }
    for (String file : files) {
      if (!NAME.matcher(file).matches()) {
        throw new ConfigException("path name \"" + file + "\" is not valid for file discovery");
      }
    }
    if (refreshInterval.isZero()) {
      throw new ConfigException("refresh_interval: must be above 0s");
    }
  }
}
