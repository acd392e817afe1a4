package io.pharos.spi.config;

import io.pharos.spi.Experimental;
import java.nio.file.Path;

/**
 * Reads further YAML files that a section names, such as rule files, in the way of the main one:
 * the record says which keys there are, and an error names file, line, key and reason. Offered by
 * the kernel, and taken by a factory's constructor like a {@code ServiceRef}. Thread-safe.
 */
@Experimental(since = "0.1")
public interface ConfigFiles {
  /**
   * Reads a file.
   *
   * @throws io.pharos.spi.error.ConfigException if it cannot be read, with all that is wrong in it
   */
  <C extends Record> C read(Path file, Class<C> type);

  /**
   * Reads a text as if it stood in a file of this name.
   *
   * @throws io.pharos.spi.error.ConfigException with all that is wrong in it
   */
  <C extends Record> C parse(Path name, String text, Class<C> type);
}
