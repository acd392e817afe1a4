package io.pharos.query.promql.operator;

import io.pharos.model.label.Label;
import io.pharos.model.label.Labels;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Labels reduced to some names, or to all but some and the metric name. Immutable. */
final class LabelSubset {
  private final Set<String> names;
  private final boolean keep;

  /** Keeps only these names, or all but these and the metric name. */
  LabelSubset(List<String> names, boolean keep) {
    this.names = Set.copyOf(names);
    this.keep = keep;
  }

  Labels of(Labels labels) {
    int size = labels.size();
    String[] pairs = new String[2 * size];
    int length = 0;
    for (int i = 0; i < size; i++) {
      String name = labels.name(i);
      boolean named = names.contains(name);
      if (keep ? named : !named && !name.equals(Label.NAME)) {
        pairs[length++] = name;
        pairs[length++] = labels.value(i);
      }
    }
    return length == pairs.length ? labels : Labels.ofSorted(Arrays.copyOf(pairs, length));
  }
}
