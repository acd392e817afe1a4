package io.pharos.rule.rules;

import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.spi.alert.Alert;
import io.pharos.spi.alert.AlertSink;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.ServiceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Hands alerts, with the external labels, to the built-in alertmanager where there is one, and to
 * all others. Thread-safe.
 */
final class AlertOutlet {
  private final ServiceRef<AlertSink> sinks;
  private final AlertSink relay;
  private final Supplier<Labels> externalLabels;

  AlertOutlet(ServiceRef<AlertSink> sinks, AlertSink relay, Supplier<Labels> externalLabels) {
    this.sinks = sinks;
    this.relay = relay;
    this.externalLabels = externalLabels;
  }

  void post(List<Alert> alerts) {
    Labels external = externalLabels.get();
    List<Alert> labelled = new ArrayList<>(alerts.size());
    for (Alert alert : alerts) {
      labelled.add(
          new Alert(
              with(alert.labels(), external),
              alert.annotations(),
              alert.startsAt(),
              alert.endsAt(),
              alert.generatorUrl()));
    }
    relay.post(labelled);
    if (sinks.isPresent()) {
      try (Lease<AlertSink> sink = sinks.acquire()) {
        sink.get().post(labelled);
      }
    }
  }

  /** The labels, and of the external ones those whose names are free. */
  private static Labels with(Labels labels, Labels external) {
    if (external.isEmpty()) {
      return labels;
    }
    LabelsBuilder builder = labels.toBuilder();
    for (int i = 0; i < external.size(); i++) {
      if (!labels.has(external.name(i))) {
        builder.set(external.name(i), external.value(i));
      }
    }
    return builder.build();
  }
}
