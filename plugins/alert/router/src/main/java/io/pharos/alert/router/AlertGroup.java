package io.pharos.alert.router;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pharos.model.label.Labels;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.Scheduler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Alerts of one route that share their group labels, and the loop that tells of them. Thread-safe.
 */
final class AlertGroup {
  private static final long LEAST_DEADLINE = 10_000;

  private final RouteNode route;
  private final Labels labels;
  private final Pipeline pipeline;
  private final Clock clock;
  private final Scheduler scheduler;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<Long, StoredAlert> alerts = new LinkedHashMap<>();

  @GuardedBy("lock")
  private boolean ended;

  private volatile List<String> mutedBy = List.of();

  AlertGroup(RouteNode route, Labels labels, Pipeline pipeline, Clock clock, Scheduler scheduler) {
    this.route = route;
    this.labels = labels;
    this.pipeline = pipeline;
    this.clock = clock;
    this.scheduler = scheduler;
  }

  RouteNode route() {
    return route;
  }

  Labels labels() {
    return labels;
  }

  String key() {
    return route.groupKey(labels);
  }

  /** Names of time intervals that kept the group quiet at its last flush. */
  List<String> mutedBy() {
    return mutedBy;
  }

  /** Takes an alert; false if the group has ended and another must be made. */
  boolean add(StoredAlert alert) {
    lock.lock();
    try {
      if (ended) {
        return false;
      }
      alerts.put(alert.fingerprint(), alert);
      return true;
    } finally {
      lock.unlock();
    }
  }

  List<StoredAlert> alerts() {
    lock.lock();
    try {
      return new ArrayList<>(alerts.values());
    } finally {
      lock.unlock();
    }
  }

  /** Tells of the alerts again and again until none is left. */
  void run(long firstFlush) throws InterruptedException {
    long next = firstFlush;
    while (!Thread.currentThread().isInterrupted()) {
      scheduler.sleepUntil(next);
      long now = clock.millis();
      next = now + route.groupInterval();
      flush(now);
      if (endIfEmpty()) {
        return;
      }
    }
  }

  private void flush(long now) throws InterruptedException {
    List<StoredAlert> all = alerts();
    if (all.isEmpty()) {
      return;
    }
    all.sort(StoredAlert.ORDER);
    long deadline = now + Math.max(route.groupInterval(), LEAST_DEADLINE);
    Pipeline.Flush flush = new Pipeline.Flush(this, all, now, deadline);
    if (pipeline.run(flush)) {
      forget(all, now);
    }
  }

  void mutedBy(List<String> names) {
    mutedBy = names;
  }

  /** Drops what was told to be over, unless it has changed since. */
  private void forget(List<StoredAlert> told, long now) {
    lock.lock();
    try {
      for (StoredAlert alert : told) {
        if (alert.isResolved(now)) {
          alerts.remove(alert.fingerprint(), alert);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean endIfEmpty() {
    lock.lock();
    try {
      ended = alerts.isEmpty();
      return ended;
    } finally {
      lock.unlock();
    }
  }
}
