package io.pharos.testkit.runtime;

import io.pharos.spi.runtime.MemoryBudget;
import java.util.concurrent.atomic.AtomicLong;

/** A budget with a limit that the test sets. Thread-safe. */
public final class FakeMemoryBudget implements MemoryBudget {
  private final AtomicLong used = new AtomicLong();
  private volatile long limit;

  public FakeMemoryBudget(long limit) {
    this.limit = limit;
  }

  /** Sets another limit; what is held stays. */
  public void limit(long bytes) {
    limit = bytes;
  }

  @Override
  public long limit() {
    return limit;
  }

  @Override
  public long used() {
    return used.get();
  }

  @Override
  public Account open(String purpose, Priority priority) {
    return new FakeAccount(priority);
  }

  private final class FakeAccount implements Account {
    private final Priority priority;
    private final AtomicLong held = new AtomicLong();

    FakeAccount(Priority priority) {
      this.priority = priority;
    }

    @Override
    public boolean claim(long bytes) {
      if (used.addAndGet(bytes) > limit / 100 * priority.percent()) {
        used.addAndGet(-bytes);
        return false;
      }
      held.addAndGet(bytes);
      return true;
    }

    @Override
    public void release(long bytes) {
      held.addAndGet(-bytes);
      used.addAndGet(-bytes);
    }

    @Override
    public long held() {
      return held.get();
    }

    @Override
    public void close() {
      used.addAndGet(-held.getAndSet(0));
    }
  }
}
