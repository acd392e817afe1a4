package io.pharos.alert.router;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** What was told to whom, so that nothing is told twice. Thread-safe. */
final class NotificationLog {
  private final ReentrantLock lock = new ReentrantLock();
  private final StateFile file;
  private final long retention;

  @GuardedBy("lock")
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  NotificationLog(StateFile file, long retention) {
    this.file = file;
    this.retention = retention;
  }

  /**
   * The last notification of a group through one integration. Immutable.
   *
   * @param firing fingerprints of alerts that it told as firing
   */
  record Entry(Set<Long> firing, Set<Long> resolved, long timestamp, long expiresAt) {
    Entry {
      firing = Set.copyOf(firing);
      resolved = Set.copyOf(resolved);
    }
  }

  /** Why a notification is due, in the original's words; empty if none is. */
  Optional<String> due(
      String key,
      Set<Long> firing,
      Set<Long> resolved,
      boolean sendsResolved,
      long repeatInterval,
      long now) {
    Entry entry = find(key, now);
    if (entry == null) {
      return firing.isEmpty() ? Optional.empty() : Optional.of("first notification");
    }
    if (!entry.firing.containsAll(firing)) {
      return Optional.of(entry.firing.isEmpty() ? "first notification" : "new alerts added");
    }
    if (firing.isEmpty()) {
      return entry.firing.isEmpty() ? Optional.empty() : Optional.of("all alerts resolved");
    }
    if (sendsResolved && !entry.resolved.containsAll(resolved)) {
      return Optional.of("some alerts resolved");
    }
    return entry.timestamp < now - repeatInterval
        ? Optional.of("repeat interval elapsed")
        : Optional.empty();
  }

  private @org.jspecify.annotations.Nullable Entry find(String key, long now) {
    lock.lock();
    try {
      Entry entry = entries.get(key);
      return entry == null || entry.expiresAt <= now ? null : entry;
    } finally {
      lock.unlock();
    }
  }

  /** Notes what was told. */
  void record(String key, Set<Long> firing, Set<Long> resolved, long repeatInterval, long now) {
    lock.lock();
    try {
      long expires = now + Math.min(2 * repeatInterval, retention);
      entries.put(key, new Entry(firing, resolved, now, expires));
    } finally {
      lock.unlock();
    }
  }

  /** Reads what was kept. */
  void load() {
    lock.lock();
    try {
      for (Object one : file.read()) {
        Body body = Body.of(one);
        entries.put(
            body.text("key"),
            new Entry(
                numbers(body.list("firing")),
                numbers(body.list("resolved")),
                body.number("timestamp"),
                body.number("expiresAt")));
      }
    } finally {
      lock.unlock();
    }
  }

  private static Set<Long> numbers(List<?> values) {
    Set<Long> numbers = new HashSet<>();
    for (Object value : values) {
      if (value instanceof Number number) {
        numbers.add(number.longValue());
      }
    }
    return numbers;
  }

  /** Forgets what is old, and keeps the rest for the next start. */
  void save(long now) {
    lock.lock();
    try {
      entries.values().removeIf(entry -> entry.expiresAt <= now);
      List<Object> kept = new ArrayList<>();
      entries.forEach(
          (key, entry) -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("key", key);
            json.put("firing", entry.firing);
            json.put("resolved", entry.resolved);
            json.put("timestamp", entry.timestamp);
            json.put("expiresAt", entry.expiresAt);
            kept.add(json);
          });
      file.write(kept);
    } finally {
      lock.unlock();
    }
  }
}
