package io.pharos.spi.storage;

import io.pharos.spi.Experimental;

/** A storage that can be told to move everything to its final place. Thread-safe. */
@Experimental(since = "0.1")
public interface Flush {
  /** Writes what is in memory or in a log to immutable files; returns when that is done. */
  void flush();
}
