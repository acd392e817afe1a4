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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts alerts into the groups of their routes. Made anew for each configuration. Thread-safe. */
final class Dispatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private final RouteNode root;
  private final Pipeline pipeline;
  private final Clock clock;
  private final Scheduler scheduler;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<GroupId, Running> groups = new LinkedHashMap<>();

  @GuardedBy("lock")
  private boolean closed;

  /** A group's route and labels. */
  private record GroupId(int route, Labels labels) {}

  private record Running(AlertGroup group, Scheduler.Task task) {}

  Dispatcher(RouteNode root, Pipeline pipeline, Clock clock, Scheduler scheduler) {
    this.root = root;
    this.pipeline = pipeline;
    this.clock = clock;
    this.scheduler = scheduler;
  }

  RouteNode root() {
    return root;
  }

  /** Takes an alert into each group that it belongs to. */
  void put(StoredAlert alert) {
    lock.lock();
    try {
      for (RouteNode route : root.match(alert.labels())) {
        if (!closed) {
          put(alert, route);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void put(StoredAlert alert, RouteNode route) {
    GroupId id = new GroupId(route.index(), route.groupLabels(alert.labels()));
    Running known = groups.get(id);
    if (known != null && known.group.add(alert)) {
      return;
    }
    long now = clock.millis();
    if (known == null && alert.isResolved(now)) {
      // nothing was told of it, so there is nothing to take back
      return;
    }
    AlertGroup group = new AlertGroup(route, id.labels, pipeline, clock, scheduler);
    group.add(alert);
    boolean late = alert.startsAt() + route.groupWait() < now;
    long first = late ? now : now + route.groupWait();
    groups.put(id, new Running(group, scheduler.start("group", () -> run(id, group, first))));
  }

  private void run(GroupId id, AlertGroup group, long first) throws InterruptedException {
    try {
      group.run(first);
    } catch (RuntimeException e) {
      log.error("group of alerts ended by an error group={}", group.key(), e);
    } finally {
      lock.lock();
      try {
        Running known = groups.get(id);
        if (known != null && known.group.equals(group)) {
          groups.remove(id);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** All groups that have alerts. */
  List<AlertGroup> groups() {
    lock.lock();
    try {
      List<AlertGroup> all = new ArrayList<>();
      groups.values().forEach(running -> all.add(running.group));
      return all;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    return groups().size();
  }

  /** Ends all groups; a notification that is being sent is broken off. */
  @Override
  public void close() {
    List<Running> running;
    lock.lock();
    try {
      closed = true;
      running = List.copyOf(groups.values());
    } finally {
      lock.unlock();
    }
    running.forEach(one -> one.task.close());
  }
}
