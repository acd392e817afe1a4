package io.pharos.ingest.scrape;

import io.pharos.spi.runtime.MetricRegistry;
import io.pharos.spi.runtime.MetricRegistry.Counter;
import io.pharos.spi.runtime.MetricRegistry.Family;
import io.pharos.spi.runtime.MetricRegistry.Gauge;
import io.pharos.spi.runtime.MetricRegistry.Observer;

/** The self metrics of scraping, by the original's names. Thread-safe. */
final class ScrapeMetrics {
  private static final double[] QUANTILES = {0.01, 0.05, 0.5, 0.9, 0.99};

  final Counter outOfOrder;
  final Counter duplicate;
  final Counter outOfBounds;
  final Counter exemplarOutOfOrder;
  final Counter refused;
  final Counter flushForced;
  final Counter bucketLimit;
  final Counter sampleLimit;
  final Counter bodySizeLimit;
  final Counter targetLimit;
  final Counter labelLimits;
  final Counter pools;
  final Counter poolsFailed;
  final Counter reloads;
  final Counter reloadsFailed;
  final Counter appendFailed;
  final Family<Observer> intervalLength;
  final Family<Observer> syncLength;
  final Family<Counter> syncs;
  final Family<Counter> syncsFailed;
  final Family<Gauge> targets;
  final Family<Gauge> targetLimits;
  final Family<Gauge> metadataEntries;
  final Family<Gauge> metadataBytes;
  final Family<Gauge> discovered;
  final Counter updatesReceived;
  final Counter updatesSent;

  ScrapeMetrics(MetricRegistry registry) {
    outOfOrder =
        counter(
            registry,
            "prometheus_target_scrapes_sample_out_of_order_total",
            "Total number of samples rejected due to not being out of the expected order.");
    duplicate =
        counter(
            registry,
            "prometheus_target_scrapes_sample_duplicate_timestamp_total",
            "Total number of samples rejected due to duplicate timestamps but different values.");
    outOfBounds =
        counter(
            registry,
            "prometheus_target_scrapes_sample_out_of_bounds_total",
            "Total number of samples rejected due to timestamp falling outside of the time bounds.");
    exemplarOutOfOrder =
        counter(
            registry,
            "prometheus_target_scrapes_exemplar_out_of_order_total",
            "Total number of exemplar rejected due to not being out of the expected order.");
    refused =
        counter(
            registry,
            "pharos_scrape_samples_refused_total",
            "Samples that the storage refused for a limit or because it keeps none of their kind.");
    bucketLimit =
        counter(
            registry,
            "prometheus_target_scrapes_exceeded_native_histogram_bucket_limit_total",
            "Total number of scrapes that hit the native histogram bucket limit and were rejected.");
    flushForced =
        counter(
            registry,
            "prometheus_target_scrapes_cache_flush_forced_total",
            "How many times a scrape cache was flushed due to getting big while scrapes are failing.");
    sampleLimit =
        counter(
            registry,
            "prometheus_target_scrapes_exceeded_sample_limit_total",
            "Total number of scrapes that hit the sample limit and were rejected.");
    bodySizeLimit =
        counter(
            registry,
            "prometheus_target_scrapes_exceeded_body_size_limit_total",
            "Total number of scrapes that hit the body size limit.");
    targetLimit =
        counter(
            registry,
            "prometheus_target_scrape_pool_exceeded_target_limit_total",
            "Total number of times scrape pools hit the target limit, during sync or config reload.");
    labelLimits =
        counter(
            registry,
            "prometheus_target_scrape_pool_exceeded_label_limits_total",
            "Total number of times scrape pools hit the label limits, during sync or config reload.");
    pools =
        counter(
            registry,
            "prometheus_target_scrape_pools_total",
            "Total number of scrape pool creation attempts.");
    poolsFailed =
        counter(
            registry,
            "prometheus_target_scrape_pools_failed_total",
            "Total number of scrape pool creations that failed.");
    reloads =
        counter(
            registry,
            "prometheus_target_scrape_pool_reloads_total",
            "Total number of scrape pool reloads.");
    reloadsFailed =
        counter(
            registry,
            "prometheus_target_scrape_pool_reloads_failed_total",
            "Total number of failed scrape pool reloads.");
    appendFailed =
        counter(
            registry,
            "pharos_scrape_append_failures_total",
            "Scrapes whose samples the storage could not take.");
    intervalLength =
        registry.summary(
            "prometheus_target_interval_length_seconds",
            "Actual intervals between scrapes.",
            QUANTILES,
            "interval");
    syncLength =
        registry.summary(
            "prometheus_target_sync_length_seconds",
            "Actual interval to sync the scrape pool.",
            QUANTILES,
            "scrape_job");
    syncs =
        registry.counter(
            "prometheus_target_scrape_pool_sync_total",
            "Total number of syncs that were executed on a scrape pool.",
            "scrape_job");
    syncsFailed =
        registry.counter(
            "prometheus_target_sync_failed_total",
            "Total number of target sync failures.",
            "scrape_job");
    targets =
        registry.gauge(
            "prometheus_target_scrape_pool_targets",
            "Current number of targets in this scrape pool.",
            "scrape_job");
    targetLimits =
        registry.gauge(
            "prometheus_target_scrape_pool_target_limit",
            "Maximum number of targets allowed in this scrape pool.",
            "scrape_job");
    metadataEntries =
        registry.gauge(
            "prometheus_target_metadata_cache_entries",
            "Total number of metric metadata entries in the cache",
            "scrape_job");
    metadataBytes =
        registry.gauge(
            "prometheus_target_metadata_cache_bytes",
            "The number of bytes that are currently used for storing metric metadata in the cache",
            "scrape_job");
    discovered =
        registry.gauge(
            "prometheus_sd_discovered_targets",
            "Current number of discovered targets.",
            "name",
            "config");
    updatesReceived =
        registry
            .counter(
                "prometheus_sd_received_updates_total",
                "Total number of update events received from the SD providers.",
                "name")
            .with("scrape");
    updatesSent =
        registry
            .counter(
                "prometheus_sd_updates_total",
                "Total number of update events sent to the SD consumers.",
                "name")
            .with("scrape");
  }

  private static Counter counter(MetricRegistry registry, String name, String help) {
    return registry.counter(name, help).with();
  }
}
