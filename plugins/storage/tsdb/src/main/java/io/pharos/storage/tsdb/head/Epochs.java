package io.pharos.storage.tsdb.head;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts off giving memory and files back until nobody reads them: what is deferred runs when all
 * readers that entered before have left. Thread-safe.
 */
public final class Epochs {
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<Long, Integer> readers = new TreeMap<>();
  private final ArrayDeque<Deferred> deferred = new ArrayDeque<>();
  private long now;

  /** A reader enters; the answer is for {@link #leave}. */
  public long enter() {
    lock.lock();
    try {
      readers.merge(now, 1, Integer::sum);
      return now;
    } finally {
      lock.unlock();
    }
  }

  /** A reader leaves; what waited for it alone runs in its thread. */
  public void leave(long epoch) {
    List<Runnable> ready;
    lock.lock();
    try {
      readers.computeIfPresent(epoch, (e, count) -> count == 1 ? null : count - 1);
      ready = ready();
    } finally {
      lock.unlock();
    }
    ready.forEach(Runnable::run);
  }

  /** Runs an action when all readers of now have left, at once if there are none. */
  public void defer(Runnable action) {
    List<Runnable> ready;
    lock.lock();
    try {
      deferred.add(new Deferred(now, action));
      now++;
      ready = ready();
    } finally {
      lock.unlock();
    }
    ready.forEach(Runnable::run);
  }

  /** How many readers there are. */
  public int readers() {
    lock.lock();
    try {
      return readers.values().stream().mapToInt(Integer::intValue).sum();
    } finally {
      lock.unlock();
    }
  }

  private List<Runnable> ready() {
    long oldest = readers.isEmpty() ? Long.MAX_VALUE : readers.firstKey();
    List<Runnable> ready = new ArrayList<>();
    while (!deferred.isEmpty() && deferred.peek().epoch < oldest) {
      ready.add(deferred.remove().action);
    }
    return ready;
  }

  private record Deferred(long epoch, Runnable action) {}
}
