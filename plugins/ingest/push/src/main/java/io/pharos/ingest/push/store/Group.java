package io.pharos.ingest.push.store;

import io.pharos.ingest.push.family.Family;
import io.pharos.ingest.push.family.Metric;
import io.pharos.model.sample.MetricType;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was pushed under one set of grouping labels. Immutable.
 *
 * @param labels the grouping labels, which may have empty values
 * @param families by name, each with the time of its push
 * @param pushed when it was last changed, in epoch milliseconds, 0 for never
 * @param failed when a change was last refused, 0 for never
 * @param successful whether the last change was no refused one
 */
public record Group(
    SortedMap<String, String> labels,
    SortedMap<String, Pushed> families,
    long pushed,
    long failed,
    boolean successful) {
  /** The families that each group has of its own. */
  static final String PUSH_TIME = "push_time_seconds";

  static final String FAILURE_TIME = "push_failure_time_seconds";

  public Group {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    families = Collections.unmodifiableSortedMap(new TreeMap<>(families));
  }

  /** A group to which nothing was pushed yet. */
  static Group empty(SortedMap<String, String> labels) {
    return new Group(labels, new TreeMap<>(), 0, 0, true);
  }

  /**
   * The group after a push.
   *
   * @param replace whether families that are not in the body go
   */
  Group with(Collection<Family> body, boolean replace, long now) {
    SortedMap<String, Pushed> changed = new TreeMap<>(replace ? Map.of() : families);
    for (Family family : body) {
      if (!family.name().equals(PUSH_TIME) && !family.name().equals(FAILURE_TIME)) {
        changed.put(family.name(), new Pushed(now, family.with(this::relabelled)));
      }
    }
    return new Group(labels, changed, now, failed, true);
  }

  /** The group after a push that was refused. */
  Group withFailure(long now) {
    return new Group(labels, families, pushed, now, false);
  }

  private Metric relabelled(Metric metric) {
    SortedMap<String, String> all = new TreeMap<>(metric.labels());
    all.putAll(labels);
    all.putIfAbsent("instance", "");
    return metric.withLabels(all);
  }

  /** All families, with those of the group's own, by name. */
  public SortedMap<String, Pushed> all() {
    SortedMap<String, Pushed> all = new TreeMap<>(families);
    all.put(PUSH_TIME, time(PUSH_TIME, "succeeded", pushed));
    all.put(FAILURE_TIME, time(FAILURE_TIME, "failed", failed));
    return all;
  }

  private Pushed time(String name, String outcome, long millis) {
    Metric metric =
        relabelled(new Metric.Single(Collections.emptySortedMap(), millis / 1000.0, false));
    String help = "Last Unix time when changing this group in the Pushgateway " + outcome + ".";
    return new Pushed(
        Math.max(pushed, failed), new Family(name, MetricType.GAUGE, help, List.of(metric)));
  }

  /** A family and when it was pushed. Immutable. */
  public record Pushed(long millis, Family family) {}
}
