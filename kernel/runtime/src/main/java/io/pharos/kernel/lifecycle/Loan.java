package io.pharos.kernel.lifecycle;

import io.pharos.spi.runtime.Lease;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An object of a plugin and the leases on it. Thread-safe. */
final class Loan<T> {
  private static final int ENDED = 1 << 31;

  private final T value;
  private final String what;
  private final PluginHealth health;
  private final AtomicInteger state = new AtomicInteger();
  private final CountDownLatch idle = new CountDownLatch(1);

  Loan(T value, String what, PluginHealth health) {
    this.value = value;
    this.what = what;
    this.health = health;
  }

  T value() {
    return value;
  }

  /** A lease, null once the loan has ended. */
  @Nullable Lease<T> tryLend() {
    int before;
    do {
      before = state.get();
      if ((before & ENDED) != 0) {
        return null;
      }
    } while (!state.compareAndSet(before, before + 1));
    return new LoanLease(health.begin(what, true));
  }

  /** No lease begins from now on. */
  void end() {
    int before;
    do {
      before = state.get();
      if ((before & ENDED) != 0) {
        return;
      }
    } while (!state.compareAndSet(before, before | ENDED));
    if (before == 0) {
      idle.countDown();
    }
  }

  boolean awaitIdle(long time, TimeUnit unit) throws InterruptedException {
    return idle.await(time, unit);
  }

  private void giveBack() {
    if (state.decrementAndGet() == ENDED) {
      idle.countDown();
    }
  }

  /** One lease. Confined to one operation. */
  private final class LoanLease implements Lease<T> {
    private final PluginHealth.Work work;
    private boolean closed;

    LoanLease(PluginHealth.Work work) {
      this.work = work;
    }

    @Override
    public T get() {
      return value;
    }

    @Override
    public void failed(Throwable cause) {
      health.failed(what, cause);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        work.close();
        giveBack();
      }
    }
  }
}
