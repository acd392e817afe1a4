package io.pharos.rule.rules;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pharos.model.label.Labels;
import io.pharos.spi.alert.Alert;
import io.pharos.spi.error.PharosException;
import io.pharos.spi.runtime.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group of rules that are evaluated one after the other at one time. Evaluations and the taking
 * over of state exclude each other; the state of rules may be read meanwhile.
 */
final class RuleGroup {
  private static final Logger log = LoggerFactory.getLogger(RuleGroup.class);

  private final GroupPlan plan;
  private final Workshop shop;
  private final List<Rule> rules;
  private final RuleMetrics.OfGroup metrics;
  private final ReentrantLock evaluating = new ReentrantLock();

  /** What each rule wrote last. */
  @GuardedBy("evaluating")
  private final List<Set<Labels>> written = new ArrayList<>();

  /** Series of rules of an earlier version that are no more. */
  @GuardedBy("evaluating")
  private Set<Labels> orphans = new HashSet<>();

  @GuardedBy("evaluating")
  private boolean stopped;

  private volatile double lastSeconds;
  private volatile long lastEvaluation = Long.MIN_VALUE;

  /** What all groups share. Thread-safe. */
  record Workshop(
      Clock clock,
      RuleQueries queries,
      SeriesWriter writer,
      AlertTemplates templates,
      AlertOutlet outlet,
      RuleMetrics metrics,
      ForState forState,
      long resendDelayMillis) {}

  /**
   * A group without state.
   *
   * @param restored whether series of alerts are written at once; else after {@link #restore}
   */
  RuleGroup(GroupPlan plan, Workshop shop, boolean restored) {
    this.plan = plan;
    this.shop = shop;
    this.metrics = shop.metrics().open(plan);
    List<Rule> made = new ArrayList<>(plan.rules().size());
    for (RulePlan rule : plan.rules()) {
      made.add(
          rule.alerts()
              ? new AlertingRule(rule, shop.templates(), restored)
              : new RecordingRule(rule.name(), rule.expression(), rule.labels()));
      written.add(new HashSet<>());
    }
    rules = List.copyOf(made);
  }

  GroupPlan plan() {
    return plan;
  }

  List<Rule> rules() {
    return rules;
  }

  double lastSeconds() {
    return lastSeconds;
  }

  long lastEvaluation() {
    return lastEvaluation;
  }

  /** Evaluates all rules as of a time, unless the group was stopped. */
  void evaluate(long timestamp) {
    evaluating.lock();
    try {
      if (stopped) {
        return;
      }
      long start = shop.clock().nanos();
      Evaluation evaluation =
          new Evaluation(
              timestamp, plan.queryOffsetMillis(), plan.limit(), shop.queries(), plan.origin());
      double ruleSeconds = 0;
      long samples = 0;
      metrics.iterations().inc();
      for (int i = 0; i < rules.size() && !Thread.currentThread().isInterrupted(); i++) {
        samples += evaluate(rules.get(i), i, evaluation);
        ruleSeconds += rules.get(i).status().seconds();
      }
      markOrphans(evaluation);
      lastSeconds = (shop.clock().nanos() - start) / 1e9;
      lastEvaluation = timestamp;
      metrics.lastSamples().set((double) samples);
      metrics.lastRuleSeconds().set(ruleSeconds);
      metrics.lastSeconds().set(lastSeconds);
      metrics.lastTimestamp().set(timestamp / 1000.0);
      shop.metrics().groupSeconds.observe(lastSeconds);
    } finally {
      evaluating.unlock();
    }
  }

  /** Counts evaluations that came too late to be done. */
  void missed(long count) {
    metrics.missed().add((double) count);
    metrics.iterations().add((double) count);
  }

  @GuardedBy("evaluating")
  private int evaluate(Rule rule, int index, Evaluation evaluation) {
    long start = shop.clock().nanos();
    metrics.evaluations().inc();
    int count = 0;
    String error = "";
    try {
      List<RuleSample> samples = rule.evaluate(evaluation);
      count = samples.size();
      if (rule instanceof AlertingRule alerting) {
        send(alerting, evaluation.timestamp());
      }
      SeriesWriter.Written result =
          shop.writer().write(evaluation.sampleTime(), samples, written.get(index));
      written.set(index, result.written());
      error = result.error();
    } catch (PharosException e) {
      if (Thread.currentThread().isInterrupted()) {
        return count;
      }
      error = e.getMessage();
      metrics.failures().inc();
      log.warn(
          "evaluating rule failed file={} group={} rule={} reason={}",
          plan.file(),
          plan.name(),
          rule.name(),
          error);
    }
    double seconds = (shop.clock().nanos() - start) / 1e9;
    shop.metrics().evaluationSeconds.observe(seconds);
    Rule.Health health = error.isEmpty() ? Rule.Health.GOOD : Rule.Health.BAD;
    rule.status(new Rule.Status(health, error, seconds, evaluation.timestamp()));
    return count;
  }

  private void send(AlertingRule rule, long now) {
    List<Alert> alerts = rule.toSend(now, shop.resendDelayMillis(), plan.intervalMillis());
    if (!alerts.isEmpty()) {
      shop.outlet().post(alerts);
    }
  }

  @GuardedBy("evaluating")
  private void markOrphans(Evaluation evaluation) {
    if (orphans.isEmpty()) {
      return;
    }
    try {
      shop.writer().markStale(evaluation.sampleTime(), orphans);
      orphans = new HashSet<>();
    } catch (PharosException e) {
      log.warn("stale markers could not be written group={} reason={}", plan.key(), e.getMessage());
    }
  }

  /** Finds out since when alerts were active before a start, and lets their series be written. */
  void restore() {
    long start = shop.clock().nanos();
    long now = shop.clock().millis();
    for (Rule rule : rules) {
      if (rule instanceof AlertingRule alerting) {
        try {
          shop.forState().restore(alerting, now);
        } catch (PharosException e) {
          log.error(
              "state of alerts could not be restored alert={} reason={}",
              rule.name(),
              e.getMessage());
        }
        alerting.restored();
      }
    }
    metrics.lastRestore().set((shop.clock().nanos() - start) / 1e9);
  }

  /** Waits for a running evaluation; none comes after it. */
  void stop() {
    evaluating.lock();
    try {
      stopped = true;
    } finally {
      evaluating.unlock();
    }
  }

  /** Goes on where an earlier version of the group, which is stopped, has ended. */
  void takeOver(RuleGroup earlier) {
    Map<Rule.Identity, Deque<Integer>> known = new HashMap<>();
    for (int i = 0; i < earlier.rules.size(); i++) {
      known.computeIfAbsent(earlier.rules.get(i).identity(), k -> new ArrayDeque<>()).add(i);
    }
    lastSeconds = earlier.lastSeconds;
    List<Set<Labels>> before = earlier.series();
    evaluating.lock();
    try {
      for (int i = 0; i < rules.size(); i++) {
        Deque<Integer> same = known.get(rules.get(i).identity());
        Integer index = same == null ? null : same.poll();
        if (index == null) {
          continue;
        }
        written.set(i, new HashSet<>(before.get(index)));
        before.get(index).clear();
        if (rules.get(i) instanceof AlertingRule mine
            && earlier.rules.get(index) instanceof AlertingRule theirs) {
          mine.takeOver(theirs);
        }
      }
      before.forEach(orphans::addAll);
    } finally {
      evaluating.unlock();
    }
  }

  /** A copy of what its rules wrote last; the last entry is of rules that are no more. */
  List<Set<Labels>> series() {
    evaluating.lock();
    try {
      List<Set<Labels>> all = new ArrayList<>();
      written.forEach(series -> all.add(new HashSet<>(series)));
      all.add(new HashSet<>(orphans));
      return all;
    } finally {
      evaluating.unlock();
    }
  }
}
