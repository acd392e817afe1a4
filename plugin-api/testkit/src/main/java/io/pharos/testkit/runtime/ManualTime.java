package io.pharos.testkit.runtime;

import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A clock and a scheduler whose time only the test moves. {@link #advance} goes from one moment at
 * which somebody wants to wake to the next, and at each waits until every task sleeps again or has
 * ended, so that a test sees what a server would have done by then. Thread-safe.
 */
public final class ManualTime implements Clock, Scheduler, AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Sleeper> sleepers = new PriorityQueue<>();
  private final Set<Thread> taskThreads = new HashSet<>();
  private final List<ManualTask> tasks = new ArrayList<>();
  private final Map<String, ExecutorService> workers = new HashMap<>();
  private long now;
  private int busy;
  private long order;

  /** Time that stands at an epoch millisecond. */
  public ManualTime(long epochMillis) {
    now = epochMillis;
  }

  @Override
  public long millis() {
    lock.lock();
    try {
      return now;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long nanos() {
    return millis() * 1_000_000;
  }

  /** Moves time on, and lets everything happen that is due until then. */
  public void advance(Duration time) {
    lock.lock();
    try {
      long target = now + time.toMillis();
      awaitIdle();
      for (Sleeper next = sleepers.peek();
          next != null && next.until <= target;
          next = sleepers.peek()) {
        now = Math.max(now, next.until);
        wake();
        awaitIdle();
      }
      now = target;
    } finally {
      lock.unlock();
    }
  }

  /** Lets a clock jump, back as well, without waking those whose time is not reached. */
  public void jumpTo(long epochMillis) {
    lock.lock();
    try {
      now = epochMillis;
      wake();
      awaitIdle();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until every task sleeps or has ended. */
  public void settle() {
    advance(Duration.ZERO);
  }

  /** How many tasks have not ended. */
  public int running() {
    lock.lock();
    try {
      return tasks.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Task start(String role, Loop body) {
    lock.lock();
    try {
      ManualTask task = new ManualTask(role, body);
      busy++;
      tasks.add(task);
      taskThreads.add(task.thread);
      task.thread.start();
      return task;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Task every(String role, Duration first, Duration period, Runnable action) {
    long start = millis() + first.toMillis();
    return start(
        role,
        () -> {
          long next = start;
          while (true) {
            sleepUntil(next);
            action.run();
            long step = Math.max(1, period.toMillis());
            next += Math.max(1, Math.ceilDiv(millis() - next, step)) * step;
          }
        });
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    sleepUntil(millis() + time.toMillis());
  }

  @Override
  public void sleepUntil(long epochMillis) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (epochMillis <= now) {
        return;
      }
      rest(sleeper(epochMillis));
    } finally {
      lock.unlock();
    }
  }

  private Sleeper sleeper(long epochMillis) {
    Sleeper sleeper =
        new Sleeper(epochMillis, order++, taskThreads.contains(Thread.currentThread()));
    sleepers.add(sleeper);
    return sleeper;
  }

  private void rest(Sleeper sleeper) throws InterruptedException {
    count(sleeper.counted ? -1 : 0);
    try {
      while (!sleeper.woken) {
        changed.await();
      }
    } finally {
      if (!sleeper.woken) {
        sleepers.remove(sleeper);
        sleeper.woken = true;
        count(sleeper.counted ? 1 : 0);
      }
    }
  }

  @Override
  public ExecutorService workers(String role, int threads) {
    lock.lock();
    try {
      return workers.computeIfAbsent(
          role,
          name ->
              Executors.newFixedThreadPool(
                  threads, Thread.ofPlatform().daemon().name("test/" + name + "-", 0).factory()));
    } finally {
      lock.unlock();
    }
  }

  /** Ends all tasks and workers. */
  @Override
  public void close() {
    List<ManualTask> running;
    lock.lock();
    try {
      running = List.copyOf(tasks);
      workers.values().forEach(ExecutorService::shutdownNow);
    } finally {
      lock.unlock();
    }
    running.forEach(ManualTask::close);
  }

  private void wake() {
    for (Sleeper next = sleepers.peek();
        next != null && next.until <= now;
        next = sleepers.peek()) {
      sleepers.poll();
      next.woken = true;
      count(next.counted ? 1 : 0);
    }
    changed.signalAll();
  }

  private void count(int change) {
    busy += change;
    changed.signalAll();
  }

  private void awaitIdle() {
    long patience = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      while (busy > 0) {
        patience = changed.awaitNanos(patience);
        if (patience <= 0) {
          throw new AssertionError("tasks neither sleep nor end: " + taskThreads);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while tasks run", e);
    }
  }

  private static final class Sleeper implements Comparable<Sleeper> {
    private final long until;
    private final long number;
    private final boolean counted;
    private boolean woken;

    Sleeper(long until, long number, boolean counted) {
      this.until = until;
      this.number = number;
      this.counted = counted;
    }

    @Override
    public int compareTo(Sleeper other) {
      int byTime = Long.compare(until, other.until);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(number);
    }
  }

  private final class ManualTask implements Task {
    private final Thread thread;
    private final List<Sleeper> waiting = new ArrayList<>();
    private boolean ended;

    ManualTask(String role, Loop body) {
      thread = Thread.ofVirtual().name("test/" + role).unstarted(() -> runAndLeave(body));
    }

    private void runAndLeave(Loop body) {
      try {
        body.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        lock.lock();
        try {
          taskThreads.remove(thread);
          tasks.remove(this);
          ended = true;
          for (Sleeper sleeper : waiting) {
            if (!sleeper.woken) {
              sleepers.remove(sleeper);
              sleeper.woken = true;
              count(sleeper.counted ? 1 : 0);
            }
          }
          count(-1);
        } finally {
          lock.unlock();
        }
      }
    }

    @Override
    public boolean await(Duration time) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        if (!ended && time.isPositive()) {
          Sleeper sleeper = sleeper(now + time.toMillis());
          waiting.add(sleeper);
          rest(sleeper);
        }
        return ended;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      thread.interrupt();
      if (Thread.currentThread().equals(thread)) {
        return;
      }
      try {
        if (!thread.join(Duration.ofSeconds(PATIENCE_SECONDS))) {
          throw new AssertionError("does not end when interrupted: " + thread);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean isDone() {
      lock.lock();
      try {
        return ended;
      } finally {
        lock.unlock();
      }
    }
  }
}
