package io.pharos.toolkit.exposition;

import java.nio.file.Path;

/** Where the data of the originals' suites are. */
final class ConformanceFolder {
  private ConformanceFolder() {}

  /** A part of it; a relative folder is taken from where the build was started. */
  static Path of(String part) {
    return Path.of(System.getProperty("pharos.started-in", ""))
        .resolve(System.getProperty("pharos.conformance", ""))
        .resolve(part);
  }
}
