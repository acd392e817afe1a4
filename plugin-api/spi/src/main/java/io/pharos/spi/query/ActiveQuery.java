package io.pharos.spi.query;

import io.pharos.spi.Experimental;
import java.util.Map;

/** A query that waits or runs. Thread-safe. */
@Experimental(since = "0.1")
public interface ActiveQuery {
  /** Names it among the active ones. */
  long id();

  QueryRequest request();

  /** When it came, in epoch milliseconds. */
  long since();

  /** Whether it still waits for its turn. */
  boolean isQueued();

  /** What it has done so far: {@code samples}, {@code series}, {@code bytes}. */
  Map<String, Long> progress();

  /** Ends it with an error of code CANCELED. */
  void cancel();
}
