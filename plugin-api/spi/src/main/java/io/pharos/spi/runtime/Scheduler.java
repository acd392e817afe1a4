package io.pharos.spi.runtime;

import io.pharos.spi.Experimental;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/**
 * The only source of threads and waiting for plugins. Threads are named {@code
 * <plugin>/<role>-<n>}; those of {@link #start} are virtual. Time is that of {@link Clock}, so that
 * tests run it by hand. Everything that is still running when the plugin closes is interrupted.
 * Thread-safe.
 */
@Experimental(since = "0.1")
public interface Scheduler {
  /** Runs a body once, in a thread of its own; it ends by itself or when it is interrupted. */
  Task start(String role, Loop body);

  /**
   * Runs an action again and again: the first time after {@code first}, then {@code period} after
   * each start, never twice at a time; starts that were missed are left out. What it throws is
   * counted and logged, and the next start comes all the same.
   */
  Task every(String role, Duration first, Duration period, Runnable action);

  /** Waits in the calling thread until the clock says {@code epochMillis} or later. */
  void sleepUntil(long epochMillis) throws InterruptedException;

  /** Waits in the calling thread. */
  void sleep(Duration time) throws InterruptedException;

  /**
   * Platform threads for work that computes rather than waits; the same pool for the same role. The
   * caller doesn't shut it down.
   */
  ExecutorService workers(String role, int threads);

  /** What a thread runs. */
  @FunctionalInterface
  interface Loop {
    void run() throws InterruptedException;
  }

  /** A started body or a repeated action. Thread-safe. */
  interface Task extends AutoCloseable {
    /** Interrupts it and waits, bounded, until it has ended; again does nothing. */
    @Override
    void close();

    /**
     * Waits in the calling thread until it has ended, or the time is over.
     *
     * @return whether it has ended
     */
    boolean await(Duration time) throws InterruptedException;

    /** Whether it has ended. */
    boolean isDone();
  }
}
