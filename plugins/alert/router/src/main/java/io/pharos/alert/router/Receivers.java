package io.pharos.alert.router;

import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.notify.Notifier;
import io.pharos.spi.runtime.Instances;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The integrations of the receivers that the route tree names. Thread-safe. */
final class Receivers implements AutoCloseable {
  private final Map<String, List<Integration>> byName = new LinkedHashMap<>();

  Receivers(
      List<RouterConfig.ReceiverSpec> specs, Set<String> used, Instances<Notifier> notifiers) {
    for (RouterConfig.ReceiverSpec spec : specs) {
      if (!used.contains(spec.name())) {
        continue;
      }
      Map<String, Integer> counts = new HashMap<>();
      List<Integration> integrations = new ArrayList<>();
      for (ExtensionConfig config : spec.integrations()) {
        int index = counts.merge(config.type(), 1, Integer::sum) - 1;
        integrations.add(
            new Integration(
                spec.name(), config.type(), index, notifiers.open(config, notifier -> {})));
      }
      byName.put(spec.name(), List.copyOf(integrations));
    }
  }

  List<Integration> of(String receiver) {
    return byName.getOrDefault(receiver, List.of());
  }

  int size() {
    return byName.size();
  }

  int integrations() {
    return byName.values().stream().mapToInt(List::size).sum();
  }

  @Override
  public void close() {
    for (List<Integration> integrations : byName.values()) {
      integrations.forEach(integration -> integration.notifier().close());
    }
  }
}
