package io.pharos.ingest.scrape;

import io.pharos.spi.config.ByteSize;
import io.pharos.spi.config.Default;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.config.Key;
import io.pharos.spi.config.OpenKeys;
import io.pharos.spi.config.RelativeToFile;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.HttpClientConfig;
import io.pharos.toolkit.relabel.RelabelConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code scrape_configs} as it is written. What is null, empty or 0 where {@code
 * global} has the same key is taken from there: {@link Job} is what is in force. Immutable.
 */
public record JobConfig(
    String jobName,
    @Default("false") boolean honorLabels,
    @Default("true") boolean honorTimestamps,
    @Default("false") boolean trackTimestampsStaleness,
    Map<String, List<String>> params,
    @Nullable Duration scrapeInterval,
    @Nullable Duration scrapeTimeout,
    List<String> scrapeProtocols,
    @Default("") String fallbackScrapeProtocol,
    @Nullable Boolean scrapeNativeHistograms,
    @Nullable Boolean alwaysScrapeClassicHistograms,
    @Nullable Boolean convertClassicHistogramsToNhcb,
    @Nullable Boolean extraScrapeMetrics,
    @Default("") @RelativeToFile String scrapeFailureLogFile,
    @Default("/metrics") String metricsPath,
    @Default("http") String scheme,
    @Default("true") boolean enableCompression,
    @Default("0") ByteSize bodySizeLimit,
    @Default("0") long sampleLimit,
    @Default("0") long targetLimit,
    @Default("0") long labelLimit,
    @Default("0") long labelNameLengthLimit,
    @Default("0") long labelValueLengthLimit,
    @Default("0") long keepDroppedTargets,
    @Default("0") long nativeHistogramBucketLimit,
    @Default("0") double nativeHistogramMinBucketFactor,
    @Default("") String metricNameValidationScheme,
    @Default("") String metricNameEscapingScheme,
    List<RelabelConfig> relabelConfigs,
    List<RelabelConfig> metricRelabelConfigs,
    @Key("") HttpClientConfig httpClient,
    @OpenKeys("discovery") List<ExtensionConfig> discovery) {
  public JobConfig {
    if (jobName.isEmpty()) {
      throw new ConfigException("job_name is empty");
    }
    Map<String, List<String>> copy = new LinkedHashMap<>();
    params.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    params = Map.copyOf(copy);
    scrapeProtocols = List.copyOf(scrapeProtocols);
    relabelConfigs = List.copyOf(relabelConfigs);
    metricRelabelConfigs = List.copyOf(metricRelabelConfigs);
    discovery = List.copyOf(discovery);
    Protocol.check(scrapeProtocols);
    if (!fallbackScrapeProtocol.isEmpty()) {
      Protocol.of(fallbackScrapeProtocol);
    }
  }
}
