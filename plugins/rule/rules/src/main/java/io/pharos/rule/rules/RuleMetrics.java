package io.pharos.rule.rules;

import io.pharos.spi.runtime.MetricRegistry;
import io.pharos.spi.runtime.MetricRegistry.Counter;
import io.pharos.spi.runtime.MetricRegistry.Family;
import io.pharos.spi.runtime.MetricRegistry.Gauge;
import io.pharos.spi.runtime.MetricRegistry.Observer;

/** The metrics of rules, under the names of the original. Thread-safe. */
final class RuleMetrics {
  private static final double[] QUANTILES = {0.5, 0.9, 0.99};
  private static final double[] GROUP_QUANTILES = {0.01, 0.05, 0.5, 0.90, 0.99};
  private static final String GROUP = "rule_group";

  final Observer evaluationSeconds;
  final Observer groupSeconds;
  private final Family<Counter> evaluations;
  private final Family<Counter> failures;
  private final Family<Counter> iterations;
  private final Family<Counter> missed;
  private final Family<Gauge> interval;
  private final Family<Gauge> lastSeconds;
  private final Family<Gauge> lastTimestamp;
  private final Family<Gauge> lastRuleSeconds;
  private final Family<Gauge> lastRestore;
  private final Family<Gauge> lastSamples;
  private final Family<Gauge> rules;

  RuleMetrics(MetricRegistry registry) {
    String prefix = "prometheus_rule_";
    evaluationSeconds =
        registry
            .summary(
                prefix + "evaluation_duration_seconds",
                "The duration for a rule to execute.",
                QUANTILES)
            .with();
    groupSeconds =
        registry
            .summary(
                prefix + "group_duration_seconds",
                "The duration of rule group evaluations.",
                GROUP_QUANTILES)
            .with();
    evaluations =
        registry.counter(
            prefix + "evaluations_total", "The total number of rule evaluations.", GROUP);
    failures =
        registry.counter(
            prefix + "evaluation_failures_total",
            "The total number of rule evaluation failures.",
            GROUP);
    iterations =
        registry.counter(
            prefix + "group_iterations_total",
            "The total number of scheduled rule group evaluations, whether executed or missed.",
            GROUP);
    missed =
        registry.counter(
            prefix + "group_iterations_missed_total",
            "The total number of rule group evaluations missed due to slow rule group evaluation.",
            GROUP);
    interval = gauge(registry, "interval_seconds", "The interval of a rule group.");
    lastSeconds =
        gauge(registry, "last_duration_seconds", "The duration of the last rule group evaluation.");
    lastTimestamp =
        gauge(
            registry,
            "last_evaluation_timestamp_seconds",
            "The timestamp of the last rule group evaluation in seconds.");
    lastRuleSeconds =
        gauge(
            registry,
            "last_rule_duration_sum_seconds",
            "The sum of time in seconds it took to evaluate each rule in the group regardless of concurrency."
                + " This should be higher than the group duration if rules are evaluated concurrently.");
    lastRestore =
        gauge(
            registry,
            "last_restore_duration_seconds",
            "The duration of the last alert rules alerts restoration using the `ALERTS_FOR_STATE` series."
                + " If the restoration was not performed, it will be 0.");
    lastSamples =
        gauge(
            registry,
            "last_evaluation_samples",
            "The number of samples returned during the last rule group evaluation.");
    rules = gauge(registry, "rules", "The number of rules.");
  }

  private static Family<Gauge> gauge(MetricRegistry registry, String name, String help) {
    return registry.gauge("prometheus_rule_group_" + name, help, GROUP);
  }

  /** The metrics of one group, made at once so that they are there from the start. */
  OfGroup open(GroupPlan plan) {
    OfGroup group =
        new OfGroup(
            evaluations.with(plan.key()),
            failures.with(plan.key()),
            iterations.with(plan.key()),
            missed.with(plan.key()),
            lastSeconds.with(plan.key()),
            lastTimestamp.with(plan.key()),
            lastRuleSeconds.with(plan.key()),
            lastRestore.with(plan.key()),
            lastSamples.with(plan.key()));
    interval.with(plan.key()).set(plan.intervalMillis() / 1000.0);
    rules.with(plan.key()).set(plan.rules().size());
    return group;
  }

  /** Forgets the metrics of a group that is no more. */
  void close(String key) {
    evaluations.remove(key);
    failures.remove(key);
    iterations.remove(key);
    missed.remove(key);
    interval.remove(key);
    lastSeconds.remove(key);
    lastTimestamp.remove(key);
    lastRuleSeconds.remove(key);
    lastRestore.remove(key);
    lastSamples.remove(key);
    rules.remove(key);
  }

  /** The metrics of one group. */
  record OfGroup(
      Counter evaluations,
      Counter failures,
      Counter iterations,
      Counter missed,
      Gauge lastSeconds,
      Gauge lastTimestamp,
      Gauge lastRuleSeconds,
      Gauge lastRestore,
      Gauge lastSamples) {}
}
