package io.pharos.storage.tsdb;

import io.pharos.spi.runtime.Scheduler;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/** Runs nothing: a command does what is to be done itself. Thread-safe. */
final class IdleScheduler implements Scheduler {
  private static final Task DONE =
      new Task() {
        @Override
        public void close() {}

        @Override
        public boolean await(Duration time) {
          return true;
        }

        @Override
        public boolean isDone() {
          return true;
        }
      };

  @Override
  public Task start(String role, Loop body) {
    return DONE;
  }

  @Override
  public Task every(String role, Duration first, Duration period, Runnable action) {
    return DONE;
  }

  @Override
  public void sleepUntil(long epochMillis) {
    throw new UnsupportedOperationException("a command does not wait");
  }

  @Override
  public void sleep(Duration time) {
    throw new UnsupportedOperationException("a command does not wait");
  }

  @Override
  public ExecutorService workers(String role, int threads) {
    throw new UnsupportedOperationException("a command has no workers");
  }
}
