package io.pharos.model.target;

import static java.util.Objects.requireNonNull;

import io.pharos.model.label.Labels;
import java.util.List;

/**
 * Targets that one source of a discovery has in common. Immutable.
 *
 * @param source names the group within its discoverer; a later group of the same source replaces
 *     it, one without targets removes it
 * @param targets the labels of each target, {@code __address__} among them
 * @param labels labels of the group, used where a target has no such label
 */
public record TargetGroup(String source, List<Labels> targets, Labels labels) {
  public TargetGroup {
    requireNonNull(source, "source");
    targets = List.copyOf(targets);
    requireNonNull(labels, "labels");
  }
}
