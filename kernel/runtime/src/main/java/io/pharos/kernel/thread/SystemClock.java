package io.pharos.kernel.thread;

import io.pharos.spi.runtime.Clock;

/** The machine's time. Immutable. */
public final class SystemClock implements Clock {
  @Override
  public long millis() {
    return System.currentTimeMillis();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
