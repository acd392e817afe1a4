package io.pharos.ingest.scrape;

import io.pharos.model.label.Labels;
import io.pharos.spi.config.ByteSize;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.config.GlobalConfig;
import io.pharos.spi.http.HttpClientConfig;
import io.pharos.toolkit.relabel.RelabelConfig;
import io.pharos.toolkit.unit.ByteSizes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes configurations of jobs for tests. */
final class Jobs {
  private Jobs() {}

  static GlobalConfig global() {
    return new GlobalConfig(
        Duration.ofMinutes(1),
        null,
        List.of(),
        Duration.ofMinutes(1),
        Duration.ZERO,
        "",
        "",
        Labels.empty(),
        new ByteSize(0),
        0,
        0,
        0,
        0,
        0,
        0,
        "utf8",
        "",
        false,
        false,
        false,
        null);
  }

  static ScrapeConfig config(JobConfig... jobs) {
    return new ScrapeConfig(
        List.of(jobs),
        List.of(),
        Map.of(),
        global(),
        Duration.ofSeconds(5),
        true,
        Duration.ofMillis(2));
  }

  static JobConfig job(
      String name,
      Map<String, String> settings,
      List<RelabelConfig> rules,
      List<RelabelConfig> metricRules,
      ExtensionConfig... discovery) {
    return new JobConfig(
        name,
        is(settings, "honor_labels", false),
        is(settings, "honor_timestamps", true),
        is(settings, "track_timestamps_staleness", false),
        Map.of(),
        Duration.ofSeconds(1),
        null,
        List.of(),
        text(settings, "fallback_scrape_protocol"),
        isOrNull(settings, "scrape_native_histograms"),
        isOrNull(settings, "always_scrape_classic_histograms"),
        null,
        isOrNull(settings, "extra_scrape_metrics"),
        "",
        "/metrics",
        "http",
        true,
        new ByteSize(ByteSizes.parse(settings.getOrDefault("body_size_limit", "0"))),
        number(settings, "sample_limit"),
        number(settings, "target_limit"),
        number(settings, "label_limit"),
        number(settings, "label_name_length_limit"),
        number(settings, "label_value_length_limit"),
        number(settings, "keep_dropped_targets"),
        number(settings, "native_histogram_bucket_limit"),
        Double.parseDouble(settings.getOrDefault("native_histogram_min_bucket_factor", "0")),
        text(settings, "metric_name_validation_scheme"),
        "",
        rules,
        metricRules,
        HttpClientConfig.plain(),
        List.of(discovery));
  }

  private static boolean is(Map<String, String> settings, String key, boolean otherwise) {
    Boolean value = isOrNull(settings, key);
    return value == null ? otherwise : value;
  }

  private static @Nullable Boolean isOrNull(Map<String, String> settings, String key) {
    String text = settings.get(key);
    return text == null ? null : Boolean.valueOf(text.equalsIgnoreCase("true"));
  }

  private static String text(Map<String, String> settings, String key) {
    return settings.getOrDefault(key, "");
  }

  private static long number(Map<String, String> settings, String key) {
    return Long.parseLong(settings.getOrDefault(key, "0"));
  }
}
