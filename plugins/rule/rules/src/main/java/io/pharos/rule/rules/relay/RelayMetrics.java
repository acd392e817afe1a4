package io.pharos.rule.rules.relay;

import io.pharos.spi.runtime.MetricRegistry;
import io.pharos.spi.runtime.MetricRegistry.Counter;
import io.pharos.spi.runtime.MetricRegistry.Family;
import io.pharos.spi.runtime.MetricRegistry.Gauge;
import io.pharos.spi.runtime.MetricRegistry.Observer;
import java.util.function.DoubleSupplier;

/** The metrics of sending, under the names of the original. Thread-safe. */
final class RelayMetrics {
  private static final String PREFIX = "prometheus_notifications_";
  private static final String TARGET = "alertmanager";

  private final Family<Counter> sent;
  private final Family<Counter> errors;
  private final Family<Counter> dropped;
  private final Family<Observer> latency;
  private final Family<Gauge> length;

  RelayMetrics(MetricRegistry registry, int capacity, DoubleSupplier discovered) {
    sent = registry.counter(PREFIX + "sent_total", "Total number of alerts sent.", TARGET);
    errors =
        registry.counter(
            PREFIX + "errors_total", "Total number of sent alerts affected by errors.", TARGET);
    dropped =
        registry.counter(
            PREFIX + "dropped_total",
            "Total number of alerts dropped due to errors when sending to Alertmanager.",
            TARGET);
    latency =
        registry.summary(
            PREFIX + "latency_seconds",
            "Latency quantiles for sending alert notifications.",
            new double[] {0.5, 0.9, 0.99},
            TARGET);
    length =
        registry.gauge(
            PREFIX + "queue_length", "The number of alert notifications in the queue.", TARGET);
    registry
        .gauge(PREFIX + "queue_capacity", "The capacity of the alert notifications queue.")
        .with()
        .set(capacity);
    registry
        .gauge(
            PREFIX + "alertmanagers_discovered",
            "The number of alertmanagers discovered and active.")
        .read(discovered);
  }

  OfTarget open(String url, DoubleSupplier queued) {
    length.read(queued, url);
    return new OfTarget(sent.with(url), errors.with(url), dropped.with(url), latency.with(url));
  }

  void close(String url) {
    sent.remove(url);
    errors.remove(url);
    dropped.remove(url);
    latency.remove(url);
    length.remove(url);
  }

  /** The metrics of one Alertmanager. */
  record OfTarget(Counter sent, Counter errors, Counter dropped, Observer latency) {}
}
