package io.pharos.rule.rules;

import io.pharos.model.label.Labels;
import io.pharos.spi.error.PharosException;
import java.util.List;
import java.util.Map;

/**
 * A rule and how its last evaluation went. Evaluated by one thread at a time; its state may be read
 * by all.
 */
abstract sealed class Rule permits AlertingRule, RecordingRule {
  private final String name;
  private final String expression;
  private final Map<String, String> labels;
  private volatile Status status = Status.UNKNOWN;

  Rule(String name, String expression, Map<String, String> labels) {
    this.name = name;
    this.expression = expression;
    this.labels = labels;
  }

  final String name() {
    return name;
  }

  /** The expression in its one-line form. */
  final String expression() {
    return expression;
  }

  /** Labels as they are configured, the group's among them, sorted by name. */
  final Map<String, String> labels() {
    return labels;
  }

  /** What another version of the rule must share to take its state over. */
  final Identity identity() {
    return new Identity(name, Labels.of(labels));
  }

  final Status status() {
    return status;
  }

  final void status(Status value) {
    status = value;
  }

  /**
   * Evaluates the rule.
   *
   * @throws PharosException if it fails; its samples are left out then
   */
  abstract List<RuleSample> evaluate(Evaluation evaluation);

  /** Name and labels of a rule. Immutable. */
  record Identity(String name, Labels labels) {}

  /**
   * How the last evaluation went. Immutable.
   *
   * @param error "" for none
   * @param timestamp epoch milliseconds of the evaluation, {@link Long#MIN_VALUE} before the first
   */
  record Status(Health health, String error, double seconds, long timestamp) {
    static final Status UNKNOWN = new Status(Health.UNKNOWN, "", 0, Long.MIN_VALUE);

    Status failed(String reason) {
      return new Status(Health.BAD, reason, seconds, timestamp);
    }
  }

  /** In the words of the API. */
  enum Health {
    UNKNOWN("unknown"),
    GOOD("ok"),
    BAD("err");

    private final String word;

    Health(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }
}
