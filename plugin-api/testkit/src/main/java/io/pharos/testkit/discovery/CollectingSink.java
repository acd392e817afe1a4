package io.pharos.testkit.discovery;

import io.pharos.model.label.Labels;
import io.pharos.model.target.TargetGroup;
import io.pharos.spi.discovery.Discoverer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps what a discoverer has published, as the receiver of a real one would. Thread-safe. */
public final class CollectingSink implements Discoverer.Sink {
  private final Map<String, TargetGroup> bySource = new LinkedHashMap<>();
  private int calls;

  @Override
  public synchronized void publish(List<TargetGroup> groups) {
    calls++;
    for (TargetGroup group : groups) {
      if (group.targets().isEmpty()) {
        bySource.remove(group.source());
      } else {
        bySource.put(group.source(), group);
      }
    }
  }

  /** The groups in force. */
  public synchronized List<TargetGroup> groups() {
    return List.copyOf(bySource.values());
  }

  /** The targets in force, each with its group's labels where it has none of its own. */
  public synchronized List<Labels> targets() {
    return bySource.values().stream()
        .flatMap(
            group ->
                group.targets().stream()
                    .map(
                        target -> {
                          var builder = group.labels().toBuilder();
                          target.forEach(label -> builder.set(label.name(), label.value()));
                          return builder.build();
                        }))
        .toList();
  }

  /** How often something was published. */
  public synchronized int calls() {
    return calls;
  }
}
