package io.pharos.ingest.scrape;

import io.pharos.spi.config.Default;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.config.Flag;
import io.pharos.spi.config.GlobalConfig;
import io.pharos.spi.config.OpenKeys;
import io.pharos.spi.config.RelativeToFile;
import io.pharos.spi.config.Shared;
import io.pharos.spi.error.ConfigException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sections and flags of scraping. Immutable. */
public record ScrapeConfig(
    List<JobConfig> scrapeConfigs,
    @RelativeToFile List<String> scrapeConfigFiles,
    @OpenKeys("exporter") Map<String, ExtensionConfig> exporters,
    @Shared("global") GlobalConfig global,
    @Flag("scrape.discovery-reload-interval") @Default("5s") Duration discoveryReloadInterval,
    @Flag("scrape.adjust-timestamps") @Default("true") boolean adjustTimestamps,
    @Flag("scrape.timestamp-tolerance") @Default("2ms") Duration timestampTolerance) {
  public ScrapeConfig {
    scrapeConfigs = List.copyOf(scrapeConfigs);
    scrapeConfigFiles = List.copyOf(scrapeConfigFiles);
    exporters = Map.copyOf(exporters);
    Set<String> names = new HashSet<>();
    for (JobConfig job : scrapeConfigs) {
      if (!names.add(job.jobName())) {
        throw new ConfigException(
            "found multiple scrape configs with job name \"" + job.jobName() + "\"");
      }
      Job.of(job, global, false);
    }
  }
}
