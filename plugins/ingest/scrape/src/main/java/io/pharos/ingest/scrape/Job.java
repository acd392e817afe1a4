package io.pharos.ingest.scrape;

import io.pharos.model.relabel.RelabelRule;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.config.GlobalConfig;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.HttpClientConfig;
import io.pharos.toolkit.relabel.NameScheme;
import io.pharos.toolkit.relabel.RelabelConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A scrape job as it is in force: what its entry leaves out is filled in from {@code global}. Two
 * are equal when nothing about them changed. Immutable.
 *
 * @param fallback what a body without a known content type is read as
 */
record Job(
    String name,
    boolean honorLabels,
    boolean honorTimestamps,
    boolean trackTimestampsStaleness,
    Map<String, List<String>> params,
    Duration interval,
    Duration timeout,
    List<Protocol> protocols,
    @Nullable Protocol fallback,
    boolean nativeHistograms,
    boolean classicToo,
    boolean convertClassic,
    boolean extraMetrics,
    String failureLog,
    String metricsPath,
    String scheme,
    boolean compression,
    Limits limits,
    NameScheme names,
    String escaping,
    List<RelabelRule> relabelRules,
    List<RelabelRule> metricRelabelRules,
    HttpClientConfig httpClient,
    List<ExtensionConfig> discovery) {

  /** Limits of a job; 0 stands for none. Immutable. */
  record Limits(
      long bodySize,
      long samples,
      long targets,
      long labels,
      long labelName,
      long labelValue,
      long keptDropped,
      long buckets,
      double bucketFactor) {}

  /** What is in force for an entry. */
  static Job of(JobConfig config, GlobalConfig global, boolean extraByDefault) {
    Duration interval = orElse(config.scrapeInterval(), global.scrapeInterval());
    Duration timeout = config.scrapeTimeout();
    if (timeout == null || timeout.isZero()) {
      Duration general = global.effectiveScrapeTimeout();
      timeout = general.compareTo(interval) > 0 ? interval : general;
    } else if (timeout.compareTo(interval) > 0) {
      throw new ConfigException(
          "scrape timeout greater than scrape interval for scrape config with job name \""
              + config.jobName()
              + "\"");
    }
    NameScheme names =
        NameScheme.of(
            config.metricNameValidationScheme().isEmpty()
                ? global.metricNameValidationScheme()
                : config.metricNameValidationScheme());
    boolean nativeHistograms =
        orElse(config.scrapeNativeHistograms(), global.scrapeNativeHistograms());
    boolean extra = orElse(global.extraScrapeMetrics(), extraByDefault);
    return new Job(
        config.jobName(),
        config.honorLabels(),
        config.honorTimestamps(),
        config.trackTimestampsStaleness(),
        config.params(),
        interval,
        timeout,
        protocols(config, global, nativeHistograms),
        config.fallbackScrapeProtocol().isEmpty()
            ? null
            : Protocol.of(config.fallbackScrapeProtocol()),
        nativeHistograms,
        orElse(config.alwaysScrapeClassicHistograms(), global.alwaysScrapeClassicHistograms()),
        orElse(config.convertClassicHistogramsToNhcb(), global.convertClassicHistogramsToNhcb()),
        orElse(config.extraScrapeMetrics(), extra),
        config.scrapeFailureLogFile().isEmpty()
            ? global.scrapeFailureLogFile()
            : config.scrapeFailureLogFile(),
        config.metricsPath(),
        config.scheme(),
        config.enableCompression(),
        limits(config, global),
        names,
        escaping(config, global, names),
        rules(config.relabelConfigs(), names),
        rules(config.metricRelabelConfigs(), names),
        config.httpClient(),
        config.discovery());
  }

  /** Whether the same lines stand for the same series under both jobs. */
  boolean readsLike(Job other) {
    return honorLabels == other.honorLabels
        && names == other.names
        && nativeHistograms == other.nativeHistograms
        && classicToo == other.classicToo
        && convertClassic == other.convertClassic
        && limits.labels == other.limits.labels
        && limits.labelName == other.limits.labelName
        && limits.labelValue == other.limits.labelValue
        && metricRelabelRules.equals(other.metricRelabelRules);
  }

  private static List<RelabelRule> rules(List<RelabelConfig> configs, NameScheme names) {
    return configs.stream().map(config -> config.rule(names)).toList();
  }

  private static List<Protocol> protocols(
      JobConfig config, GlobalConfig global, boolean nativeHistograms) {
    List<String> words =
        config.scrapeProtocols().isEmpty() ? global.scrapeProtocols() : config.scrapeProtocols();
    if (words.isEmpty()) {
      return nativeHistograms ? Protocol.DEFAULT_NATIVE : Protocol.DEFAULT;
    }
    return words.stream().map(Protocol::of).toList();
  }

  private static String escaping(JobConfig config, GlobalConfig global, NameScheme names) {
    String escaping = config.metricNameEscapingScheme();
    if (escaping.isEmpty() && config.metricNameValidationScheme().isEmpty()) {
      escaping = global.metricNameEscapingScheme();
    }
    if (escaping.isEmpty()) {
      return names == NameScheme.LEGACY ? "underscores" : "allow-utf-8";
    }
    if (!List.of("allow-utf-8", "underscores", "dots", "values").contains(escaping)) {
      throw new ConfigException(
          "unknown escaping scheme \""
              + escaping
              + "\", must be one of 'allow-utf-8', 'underscores', 'dots', or 'values'");
    }
    if (escaping.equals("allow-utf-8") && names == NameScheme.LEGACY) {
      throw new ConfigException(
          "utf8 metric names requested but validation scheme is not set to UTF8");
    }
    return escaping;
  }

  private static Limits limits(JobConfig config, GlobalConfig global) {
    return new Limits(
        orElse(config.bodySizeLimit().bytes(), global.bodySizeLimit().bytes()),
        orElse(config.sampleLimit(), global.sampleLimit()),
        orElse(config.targetLimit(), global.targetLimit()),
        orElse(config.labelLimit(), global.labelLimit()),
        orElse(config.labelNameLengthLimit(), global.labelNameLengthLimit()),
        orElse(config.labelValueLengthLimit(), global.labelValueLengthLimit()),
        orElse(config.keepDroppedTargets(), global.keepDroppedTargets()),
        config.nativeHistogramBucketLimit(),
        config.nativeHistogramMinBucketFactor());
  }

  private static long orElse(long value, long otherwise) {
    return value == 0 ? otherwise : value;
  }

  private static boolean orElse(@Nullable Boolean value, boolean otherwise) {
    return value == null ? otherwise : value;
  }

  private static Duration orElse(@Nullable Duration value, Duration otherwise) {
    return value == null || value.isZero() ? otherwise : value;
  }
}
