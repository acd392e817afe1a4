package io.pharos.query.promql.engine;

import io.pharos.spi.error.QueryException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How many queries run at one time; the rest wait in the order in which they came. Thread-safe. */
final class Slots {
  private final int count;
  private final Semaphore free;

  Slots(int count) {
    this.count = count;
    this.free = new Semaphore(count, true);
  }

  int count() {
    return count;
  }

  /** Waits for a slot, at most so long. */
  void take(long nanos) {
    boolean taken;
    try {
      taken = free.tryAcquire(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueryException(
          QueryException.Code.CANCELED, "query was canceled in query queue", e);
    }
    if (!taken) {
      throw new QueryException(QueryException.Code.TIMEOUT, "query timed out in query queue");
    }
  }

  void giveBack() {
    free.release();
  }
}
