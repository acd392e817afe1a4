package io.pharos.spi.config;

import io.pharos.spi.Experimental;
import java.nio.file.Path;

/**
 * Reads files that a section names, such as rule files, as strictly as the configuration itself:
 * unknown and repeated keys are errors, and each error says file, line and key. Injected.
 * Thread-safe.
 */
@Experimental(since = "0.1")
public interface ConfigReader {
  /**
   * Reads a YAML or JSON file; relative paths in it start at its folder.
   *
   * @throws io.pharos.spi.error.ConfigException with all errors, a line each
   */
  <C extends Record> C read(Path file, Class<C> type);

  /**
   * The same for a text.
   *
   * @param name how errors call it
   * @param folder where relative paths start
   */
  <C extends Record> C parse(String name, Path folder, String text, Class<C> type);
}
