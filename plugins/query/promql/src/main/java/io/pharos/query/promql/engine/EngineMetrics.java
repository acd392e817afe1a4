package io.pharos.query.promql.engine;

import io.pharos.spi.runtime.MetricRegistry;
import java.util.function.DoubleSupplier;

/** The engine's own metrics, named as the original's. Thread-safe. */
final class EngineMetrics {
  private static final double[] QUANTILES = {0.5, 0.9, 0.99};

  private final MetricRegistry.Observer queue;
  private final MetricRegistry.Observer prepare;
  private final MetricRegistry.Observer inner;
  private final MetricRegistry.Observer sort;
  private final MetricRegistry.Counter samples;

  EngineMetrics(MetricRegistry registry, DoubleSupplier active, DoubleSupplier slots) {
    registry
        .gauge(
            "prometheus_engine_queries", "The current number of queries being executed or waiting.")
        .read(active);
    registry
        .gauge("prometheus_engine_queries_concurrent_max", "The max number of concurrent queries.")
        .read(slots);
    var durations =
        registry.summary(
            "prometheus_engine_query_duration_seconds", "Query timings", QUANTILES, "slice");
    queue = durations.with("queue_time");
    prepare = durations.with("prepare_time");
    inner = durations.with("inner_eval");
    sort = durations.with("result_sort");
    samples =
        registry
            .counter(
                "prometheus_engine_query_samples_total",
                "The total number of samples loaded by all queries.")
            .with();
  }

  void observe(QueryTimer timer, long queryableSamples) {
    queue.observe(timer.queueNanos() / 1e9);
    prepare.observe(timer.prepareNanos() / 1e9);
    inner.observe(timer.innerNanos() / 1e9);
    sort.observe(timer.sortNanos() / 1e9);
    samples.add((double) queryableSamples);
  }
}
