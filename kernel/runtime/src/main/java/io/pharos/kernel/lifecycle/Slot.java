package io.pharos.kernel.lifecycle;

import io.pharos.spi.error.ConfigException;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.ServiceRef;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The place of one service, whoever offers it. Thread-safe. */
final class Slot<T> implements ServiceRef<T> {
  private final Class<T> type;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile @Nullable Loan<T> current;
  private volatile boolean replacing;

  /**
   * An empty slot.
   *
   * @param patience how long an operation waits while the service is being replaced
   */
  Slot(Class<T> type, Duration patience) {
    this.type = type;
    this.patience = patience;
  }

  @Override
  public Lease<T> acquire() {
    Loan<T> loan = current;
    Lease<T> lease = loan == null ? null : loan.tryLend();
    return lease != null ? lease : awaitLease();
  }

  private Lease<T> awaitLease() {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (true) {
        Loan<T> loan = current;
        Lease<T> lease = loan == null ? null : loan.tryLend();
        if (lease != null) {
          return lease;
        }
        if (!replacing) {
          throw missing();
        }
        if (left <= 0) {
          throw new ConfigException(
              ConfigException.Code.MISSING_PLUGIN,
              type.getSimpleName()
                  + " is being replaced, and was not back in time [waited="
                  + patience.toSeconds()
                  + "s]");
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw missing();
    } finally {
      lock.unlock();
    }
  }

  private ConfigException missing() {
    return new ConfigException(
        ConfigException.Code.MISSING_PLUGIN, "no loaded plugin offers " + type.getSimpleName());
  }

  @Override
  public boolean isPresent() {
    return current != null || replacing;
  }

  /** Whether another instance's service is published here. */
  boolean isTaken(Loan<?> mine) {
    Loan<T> loan = current;
    return loan != null && !loan.equals(mine);
  }

  /** New operations wait from now on. */
  void hold() {
    lock.lock();
    try {
      replacing = true;
      current = null;
    } finally {
      lock.unlock();
    }
  }

  /** Publishes a service, or with null says that there is none. */
  void publish(@Nullable Loan<?> loan) {
    lock.lock();
    try {
      current = loan == null ? null : cast(loan);
      replacing = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("unchecked") // the loan's value was checked against the type when it was made
  private Loan<T> cast(Loan<?> loan) {
    return (Loan<T>) loan;
  }

  /** How long to wait at most until running operations have ended. */
  static boolean drain(Loan<?> loan, Duration deadline) {
    loan.end();
    try {
      return loan.awaitIdle(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
