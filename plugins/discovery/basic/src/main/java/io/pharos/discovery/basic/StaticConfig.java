package io.pharos.discovery.basic;

import io.pharos.model.label.Labels;
import java.util.List;

/** An entry of {@code static_configs}. Immutable. */
public record StaticConfig(List<String> targets, Labels labels) {
  public StaticConfig {
    targets = List.copyOf(targets);
  }
}
