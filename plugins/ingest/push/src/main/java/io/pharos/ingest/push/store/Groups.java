package io.pharos.ingest.push.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pharos.ingest.push.family.Family;
import io.pharos.ingest.push.family.Metric;
import io.pharos.spi.runtime.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** All groups. Changes come one after the other. Thread-safe. */
public final class Groups {
  private static final String INVALID =
      "pushed metrics are invalid or inconsistent with existing metrics: ";

  private final Clock clock;
  private final Supplier<List<Family>> own;
  private final Runnable onChange;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<SortedMap<String, String>, Group> groups = new LinkedHashMap<>();

  /**
   * No groups yet.
   *
   * @param own families of the server itself, with which pushed ones may not collide
   * @param onChange called after each change, in its thread
   */
  public Groups(Clock clock, Supplier<List<Family>> own, Runnable onChange) {
    this.clock = clock;
    this.own = own;
    this.onChange = onChange;
  }

  /** Takes the groups of a snapshot, before the first push. */
  public void restore(Collection<Group> kept) {
    lock.lock();
    try {
      for (Group group : kept) {
        groups.put(group.labels(), group);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the families of a body into a group.
   *
   * @param replace whether the group's other families go
   * @param check whether to refuse what contradicts other groups
   * @return why it was refused, {@code ""} if it was not
   */
  public String push(
      SortedMap<String, String> labels, List<Family> body, boolean replace, boolean check) {
    lock.lock();
    try {
      Group before = groups.getOrDefault(labels, Group.empty(labels));
      long now = clock.millis();
      Group after = before.with(body, replace, now);
      String problem = problem(body, after, check);
      groups.put(labels, problem.isEmpty() ? after : before.withFailure(now));
      onChange.run();
      return problem;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private String problem(List<Family> body, Group after, boolean check) {
    for (Family family : body) {
      if (family.metrics().stream().anyMatch(Metric::hasTimestamp)) {
        return INVALID + "pushed metrics must not have timestamps";
      }
    }
    if (!check) {
      return "";
    }
    List<Group> all = new ArrayList<>();
    boolean known = false;
    for (Group group : groups.values()) {
      boolean same = group.labels().equals(after.labels());
      known |= same;
      all.add(same ? after : group);
    }
    if (!known) {
      all.add(after);
    }
    String problem = gather(all).problem();
    return problem == null ? "" : INVALID + problem;
  }

  /** Deletes the group of exactly these labels, if there is one. */
  public void delete(SortedMap<String, String> labels) {
    lock.lock();
    try {
      if (groups.remove(labels) != null) {
        onChange.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Deletes all groups. */
  public void wipe() {
    lock.lock();
    try {
      groups.clear();
      onChange.run();
    } finally {
      lock.unlock();
    }
  }

  /** All groups as they are now. */
  public List<Group> all() {
    lock.lock();
    try {
      return List.copyOf(groups.values());
    } finally {
      lock.unlock();
    }
  }

  /** All families of all groups and of the server itself, and what contradicts among them. */
  public Consistency gather() {
    return gather(all());
  }

  private Consistency gather(List<Group> all) {
    Consistency consistency = new Consistency();
    consistency.own(own.get());
    for (Group group : all) {
      group.all().values().forEach(pushed -> consistency.add(pushed.family()));
    }
    return consistency;
  }
}
