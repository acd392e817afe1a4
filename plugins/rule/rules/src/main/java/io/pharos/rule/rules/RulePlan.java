package io.pharos.rule.rules;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A rule as its file has it, checked. Immutable; two are equal when nothing differs.
 *
 * @param expression in its one-line form
 * @param labels with those of the group
 */
record RulePlan(
    boolean alerts,
    String name,
    String expression,
    long holdMillis,
    long keepFiringForMillis,
    Map<String, String> labels,
    Map<String, String> annotations) {
  RulePlan {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
  }

  static RulePlan of(RuleFile.Entry entry, String expression, Map<String, String> groupLabels) {
    Map<String, String> labels = new TreeMap<>(groupLabels);
    labels.putAll(entry.labels());
    return new RulePlan(
        !entry.alert().isEmpty(),
        entry.name(),
        expression,
        entry.hold().toMillis(),
        entry.keepFiringFor().toMillis(),
        labels,
        entry.annotations());
  }
}
