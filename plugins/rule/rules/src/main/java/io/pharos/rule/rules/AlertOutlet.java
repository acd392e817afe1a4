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

/** Hands alerts, with the external labels, to whoever delivers them. Thread-safe. */
final class AlertOutlet {
  private final ServiceRef<AlertSink> sinks;
  private final Supplier<Labels> externalLabels;

  AlertOutlet(ServiceRef<AlertSink> sinks, Supplier<Labels> externalLabels) {
    this.sinks = sinks;
    this.externalLabels = externalLabels;
  }

  void post(List<Alert> alerts) {
    if (!sinks.isPresent()) {
      return;
    }
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
    try (Lease<AlertSink> sink = sinks.acquire()) {
      sink.get().post(labelled);
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
