package io.pharos.storage.tsdb.prometheus;

import io.pharos.spi.error.ConfigException;
import io.pharos.storage.tsdb.block.Ulid;
import io.pharos.storage.tsdb.file.Failures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Knows a data directory of Prometheus, so that nothing in it is taken for a damaged file. */
public final class PrometheusFolder {
  private PrometheusFolder() {}

  /** Refuses a folder that holds blocks or a log of Prometheus. */
  public static void refuse(Path folder) {
    if (Files.isDirectory(folder) && isOne(folder)) {
      throw new ConfigException(
          "the folder holds data of Prometheus [path="
              + folder
              + "]; take it over by 'pharos tsdb import "
              + folder
              + " NEW_FOLDER' and use that one");
    }
  }

  private static boolean isOne(Path folder) {
    try (var listing = Files.newDirectoryStream(folder)) {
      for (Path path : listing) {
        // a block of ours has a folder for its index and a file of chunks
        if (Ulid.isUlid(String.valueOf(path.getFileName()))
            && Files.isRegularFile(path.resolve("index"))
            && Files.isDirectory(path.resolve("chunks"))) {
          return true;
        }
      }
    } catch (IOException e) {
      throw Failures.of("cannot list the folder [folder=" + folder + "]", e);
    }
    Path log = folder.resolve("wal");
    return Files.isDirectory(log) && PrometheusLog.of(log).isReadable();
  }
}
