package io.pharos.query.promql.engine;

import io.pharos.spi.runtime.MetricRegistry;
import java.util.function.DoubleSupplier;

/** The engine's own metrics, named as the original's. Thread-safe. */
final class EngineMetrics {
  private static final double[] QUANTILES = {0.5, 0.9, 0.99};
  private static final double[] BOUNDS = {0.01, 0.1, 1, 10};

  private final Slice queue;
  private final Slice prepare;
  private final Slice inner;
  private final Slice sort;
  private final MetricRegistry.Counter samples;
  private final MetricRegistry.Counter samplesRead;
  private final MetricRegistry.Counter logFailures;

  /** What is read when the metrics are asked for. Immutable. */
  record Gauges(DoubleSupplier active, DoubleSupplier slots, DoubleSupplier logEnabled) {}

  /** A part of a query's time, in both forms. */
  private record Slice(MetricRegistry.Observer summary, MetricRegistry.Observer histogram) {
    void observe(long nanos) {
      summary.observe(nanos / 1e9);
      histogram.observe(nanos / 1e9);
    }
  }

  EngineMetrics(MetricRegistry registry, Gauges gauges) {
    registry
        .gauge(
            "prometheus_engine_queries", "The current number of queries being executed or waiting.")
        .read(gauges.active());
    registry
        .gauge("prometheus_engine_queries_concurrent_max", "The max number of concurrent queries.")
        .read(gauges.slots());
    registry
        .gauge("prometheus_engine_query_log_enabled", "State of the query log.")
        .read(gauges.logEnabled());
    queue = slice(registry, "queue_time");
    prepare = slice(registry, "prepare_time");
    inner = slice(registry, "inner_eval");
    sort = slice(registry, "result_sort");
    samples =
        counter(
            registry,
            "prometheus_engine_query_samples_total",
            "The total number of samples loaded by all queries.");
    samplesRead =
        counter(
            registry,
            "prometheus_engine_query_samples_read_total",
            "The total number of samples read by all queries, each once per query part.");
    logFailures =
        counter(
            registry,
            "prometheus_engine_query_log_failures_total",
            "The number of query log failures.");
  }

  private static MetricRegistry.Counter counter(MetricRegistry registry, String name, String help) {
    return registry.counter(name, help).with();
  }

  private static Slice slice(MetricRegistry registry, String name) {
    return new Slice(
        registry
            .summary(
                "prometheus_engine_query_duration_seconds", "Query timings", QUANTILES, "slice")
            .with(name),
        registry
            .histogram(
                "prometheus_engine_query_duration_histogram_seconds",
                "The duration of various parts of PromQL query execution.",
                BOUNDS,
                "slice")
            .with(name));
  }

  void observe(QueryTimer timer, long queryableSamples, long readSamples) {
    queue.observe(timer.queueNanos());
    prepare.observe(timer.prepareNanos());
    inner.observe(timer.innerNanos());
    sort.observe(timer.sortNanos());
    samples.add((double) queryableSamples);
    samplesRead.add((double) readSamples);
  }

  void logFailed() {
    logFailures.inc();
  }
}
