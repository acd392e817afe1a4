package io.pharos.testkit.runtime;

import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.ServiceRef;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A reference to a service that the test sets; counts leases and failures. Thread-safe. */
public final class FixedServiceRef<T> implements ServiceRef<T> {
  private final AtomicReference<T> service;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();

  public FixedServiceRef(T service) {
    this.service = new AtomicReference<>(service);
  }

  /** Puts another instance in its place. */
  public void replace(T successor) {
    service.set(successor);
  }

  /** Leases that are not closed. */
  public int openLeases() {
    return open.get();
  }

  /** How often a user said that the service failed. */
  public int failures() {
    return failures.get();
  }

  @Override
  public boolean isPresent() {
    return true;
  }

  @Override
  public Lease<T> acquire() {
    open.incrementAndGet();
    return new FixedLease(service.get());
  }

  private final class FixedLease implements Lease<T> {
    private final AtomicReference<@Nullable T> lent;

    FixedLease(T lent) {
      this.lent = new AtomicReference<>(lent);
    }

    @Override
    public T get() {
      T value = lent.get();
      if (value == null) {
        throw new AssertionError("used after the lease was closed");
      }
      return value;
    }

    @Override
    public void failed(Throwable cause) {
      failures.incrementAndGet();
    }

    @Override
    public void close() {
      if (lent.getAndSet(null) != null) {
        open.decrementAndGet();
      }
    }
  }
}
