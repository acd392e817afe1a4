package io.pharos.rule.rules;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One series of what a rule's expression or the rule itself gives. Immutable.
 *
 * @param histogram null for a float
 */
record RuleSample(Labels labels, double value, @Nullable Histogram histogram) {
  static RuleSample of(Labels labels, double value) {
    return new RuleSample(labels, value, null);
  }
}
