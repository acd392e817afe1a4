package io.pharos.kernel.lifecycle;

import io.pharos.spi.error.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * The ids of plugins that are not to be loaded, a line each in a file of the data folder.
 * Immutable.
 */
final class DisabledPlugins {
  private static final String FILE = "disabled-plugins";

  private DisabledPlugins() {}

  static Set<String> read(Path data) {
    Path file = data.resolve(FILE);
    try {
      Set<String> ids = new TreeSet<>();
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
          if (!line.isBlank()) {
            ids.add(line.strip());
          }
        }
      }
      return ids;
    } catch (IOException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID,
          "list of disabled plugins cannot be read [file=" + file + "]",
          e);
    }
  }

  static void set(Path data, String id, boolean disabled) {
    Set<String> ids = read(data);
    if (disabled ? ids.add(id) : ids.remove(id)) {
      Path file = data.resolve(FILE);
      Path next = data.resolve(FILE + ".next");
      try {
        Files.write(next, ids, StandardCharsets.UTF_8);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new ConfigException(
            ConfigException.Code.INVALID,
            "list of disabled plugins cannot be written [file=" + file + "]",
            e);
      }
    }
  }
}
