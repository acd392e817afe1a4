package io.pharos.ingest.scrape;

import io.pharos.spi.config.ConfigReader;
import io.pharos.spi.error.ConfigException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The files that {@code scrape_config_files} names: each has jobs of its own. */
final class ScrapeFiles {
  private ScrapeFiles() {}

  /** What stands in such a file. Immutable. */
  public record Included(List<JobConfig> scrapeConfigs) {
    public Included {
      scrapeConfigs = List.copyOf(scrapeConfigs);
    }
  }

  /**
   * The jobs of the configuration and of all included files.
   *
   * @throws ConfigException if a file cannot be read, or a name comes twice
   */
  static List<JobConfig> all(ScrapeConfig config, ConfigReader reader) {
    List<JobConfig> jobs = new ArrayList<>(config.scrapeConfigs());
    for (String pattern : config.scrapeConfigFiles()) {
      for (Path file : matching(pattern)) {
        jobs.addAll(reader.read(file, Included.class).scrapeConfigs());
      }
    }
    Set<String> names = new HashSet<>();
    for (JobConfig job : jobs) {
      if (!names.add(job.jobName())) {
        throw new ConfigException(
            "found multiple scrape configs with job name \"" + job.jobName() + "\"");
      }
    }
    return jobs;
  }

  private static List<Path> matching(String pattern) {
    Path path = Path.of(pattern);
    Path folder = path.getParent();
    Path name = path.getFileName();
    if (!pattern.contains("*") || folder == null || name == null) {
      return Files.exists(path) ? List.of(path) : List.of();
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name.toString())) {
      found.forEach(files::add);
    } catch (IOException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID,
          "scrape_config_files: folder cannot be read [path=" + folder + "]: " + e.getMessage(),
          e);
    }
    files.sort(null);
    return files;
  }
}
