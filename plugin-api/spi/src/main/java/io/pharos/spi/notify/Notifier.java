package io.pharos.spi.notify;

import io.pharos.spi.Experimental;

/** Delivers notifications to one place. Thread-safe. */
@Experimental(since = "0.1")
public interface Notifier extends AutoCloseable {
  /**
   * Delivers one notification; blocks until it is delivered or has failed, and ends early when
   * interrupted. The caller retries what can be retried.
   *
   * @throws io.pharos.spi.error.RemoteException whose {@code isRetryable} says whether to try again
   */
  void notify(Notification notification) throws InterruptedException;

  /** Whether it wants to hear of alerts that are over. */
  default boolean sendsResolved() {
    return true;
  }

  @Override
  void close();
}
