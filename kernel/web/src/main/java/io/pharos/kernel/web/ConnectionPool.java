package io.pharos.kernel.web;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pharos.spi.runtime.Clock;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Unused connections of a client, by where they lead to. Thread-safe. */
final class ConnectionPool implements AutoCloseable {
  private static final long MAX_IDLE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int MAX_PER_KEY = 64;

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<String, ArrayDeque<WireConnection>> idle = new HashMap<>();

  @GuardedBy("lock")
  private long sweptAt;

  @GuardedBy("lock")
  private boolean closed;

  ConnectionPool(Clock clock) {
    this.clock = clock;
    this.sweptAt = clock.nanos();
  }

  /** The connection that was used last, null if there is none. */
  @Nullable WireConnection take(String key) {
    lock.lock();
    try {
      ArrayDeque<WireConnection> connections = idle.get(key);
      return connections == null ? null : connections.pollLast();
    } finally {
      lock.unlock();
    }
  }

  void give(String key, WireConnection connection) {
    lock.lock();
    try {
      long now = clock.nanos();
      connection.usedAt(now);
      ArrayDeque<WireConnection> connections = idle.computeIfAbsent(key, _ -> new ArrayDeque<>(2));
      if (closed || connections.size() >= MAX_PER_KEY) {
        connection.close();
      } else {
        connections.addLast(connection);
      }
      if (now - sweptAt > SWEEP_NANOS) {
        sweptAt = now;
        sweep(now);
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void sweep(long now) {
    for (Iterator<ArrayDeque<WireConnection>> keys = idle.values().iterator(); keys.hasNext(); ) {
      ArrayDeque<WireConnection> connections = keys.next();
      while (!connections.isEmpty() && now - connections.getFirst().usedAt() > MAX_IDLE_NANOS) {
        connections.removeFirst().close();
      }
      if (connections.isEmpty()) {
        keys.remove();
      }
    }
  }

  /** Closes what is unused now. */
  void clear() {
    lock.lock();
    try {
      idle.values().forEach(connections -> connections.forEach(WireConnection::close));
      idle.clear();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    clear();
  }
}
