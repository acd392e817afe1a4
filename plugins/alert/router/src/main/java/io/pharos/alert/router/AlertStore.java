package io.pharos.alert.router;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All alerts by fingerprint. Thread-safe; the listener is called under the lock, in order. */
final class AlertStore {
  private final ReentrantLock lock = new ReentrantLock();
  private final Consumer<StoredAlert> listener;

  @GuardedBy("lock")
  private final Map<Long, StoredAlert> alerts = new LinkedHashMap<>();

  AlertStore(Consumer<StoredAlert> listener) {
    this.listener = listener;
  }

  /** Takes an alert, merged with what is known of it. */
  void put(StoredAlert alert, long now) {
    lock.lock();
    try {
      StoredAlert known = alerts.get(alert.fingerprint());
      StoredAlert merged = known == null ? alert : alert.merged(known, now);
      alerts.put(merged.fingerprint(), merged);
      listener.accept(merged);
    } finally {
      lock.unlock();
    }
  }

  @Nullable StoredAlert get(long fingerprint) {
    lock.lock();
    try {
      return alerts.get(fingerprint);
    } finally {
      lock.unlock();
    }
  }

  /** All that are not over, in the order of their fingerprints. */
  List<StoredAlert> active(long now) {
    List<StoredAlert> all = all();
    all.removeIf(alert -> alert.isResolved(now));
    all.sort((a, b) -> Long.compareUnsigned(a.fingerprint(), b.fingerprint()));
    return all;
  }

  List<StoredAlert> all() {
    lock.lock();
    try {
      return new ArrayList<>(alerts.values());
    } finally {
      lock.unlock();
    }
  }

  /** Forgets alerts that are over. */
  void collect(long now) {
    lock.lock();
    try {
      alerts.values().removeIf(alert -> alert.isResolved(now));
    } finally {
      lock.unlock();
    }
  }
}
