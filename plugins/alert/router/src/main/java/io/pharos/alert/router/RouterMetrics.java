package io.pharos.alert.router;

import io.pharos.spi.runtime.MetricRegistry;
import io.pharos.spi.runtime.MetricRegistry.Counter;
import io.pharos.spi.runtime.MetricRegistry.Family;
import io.pharos.spi.runtime.MetricRegistry.Gauge;
import io.pharos.spi.runtime.MetricRegistry.Observer;

/** The metrics of the alertmanager, under the names of the original. Thread-safe. */
final class RouterMetrics {
  private static final String PREFIX = "alertmanager_";

  final Family<Counter> received;
  final Family<Counter> invalid;
  final Family<Counter> notifications;
  final Family<Counter> requests;
  final Family<Counter> requestsFailed;
  final Family<Counter> failed;
  final Family<Counter> suppressed;
  final Family<Observer> latency;
  final Gauge receivers;
  final Gauge integrations;
  final Gauge inhibitionRules;
  final Gauge groups;
  private final Family<Gauge> silences;
  private final Family<Gauge> alerts;

  RouterMetrics(MetricRegistry registry) {
    received =
        registry.counter(
            PREFIX + "alerts_received_total",
            "The total number of received alerts.",
            "status",
            "version");
    invalid =
        registry.counter(
            PREFIX + "alerts_invalid_total",
            "The total number of received alerts that were invalid.",
            "version");
    notifications =
        registry.counter(
            PREFIX + "notifications_total",
            "The total number of attempted notifications.",
            "integration");
    requests =
        registry.counter(
            PREFIX + "notification_requests_total",
            "The total number of attempted notification requests.",
            "integration");
    requestsFailed =
        registry.counter(
            PREFIX + "notification_requests_failed_total",
            "The total number of failed notification requests.",
            "integration");
    failed =
        registry.counter(
            PREFIX + "notifications_failed_total",
            "The total number of failed notifications.",
            "integration",
            "reason");
    suppressed =
        registry.counter(
            PREFIX + "notifications_suppressed_total",
            "The total number of notifications suppressed for being silenced, inhibited,"
                + " outside of active time intervals or within muted time intervals.",
            "reason");
    latency =
        registry.histogram(
            PREFIX + "notification_latency_seconds",
            "The latency of notifications in seconds.",
            new double[] {1, 5, 10, 15, 20},
            "integration");
    receivers = registry.gauge(PREFIX + "receivers", "Number of configured receivers.").with();
    integrations =
        registry.gauge(PREFIX + "integrations", "Number of configured integrations.").with();
    inhibitionRules =
        registry
            .gauge(PREFIX + "inhibition_rules", "Number of configured inhibition rules.")
            .with();
    groups =
        registry
            .gauge(PREFIX + "dispatcher_aggregation_groups", "Number of active aggregation groups")
            .with();
    silences = registry.gauge(PREFIX + "silences", "How many silences by state.", "state");
    alerts = registry.gauge(PREFIX + "alerts", "How many alerts by state.", "state");
    for (String reason :
        new String[] {"inhibition", "active_time_interval", "mute_time_interval", "silence"}) {
      suppressed.with(reason);
    }
    received.with("firing", "v2");
    received.with("resolved", "v2");
    invalid.with("v2");
  }

  /** Counts silences when the metrics are read. */
  void silences(Silences all, io.pharos.spi.runtime.Clock clock) {
    for (Silence.State state : Silence.State.values()) {
      silences.read(() -> all.count(state, clock.millis()), state.word());
    }
  }

  /** Counts alerts when the metrics are read. */
  void alerts(java.util.function.ToDoubleFunction<String> count) {
    for (String state : new String[] {"active", "suppressed", "unprocessed"}) {
      alerts.read(() -> count.applyAsDouble(state), state);
    }
  }
}
