package io.pharos.spi.runtime;

import io.pharos.spi.Experimental;

/** The only source of time for plugins; tests and replays have their own. Thread-safe. */
@Experimental(since = "0.1")
public interface Clock {
  /** The time of day in epoch milliseconds; may jump. */
  long millis();

  /** Nanoseconds since some moment; never runs backwards. For durations. */
  long nanos();
}
