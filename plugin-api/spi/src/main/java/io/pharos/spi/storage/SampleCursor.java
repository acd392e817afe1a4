package io.pharos.spi.storage;

import io.pharos.spi.Experimental;

/** Reads the samples of a series into columns. Confined to one thread. */
@Experimental(since = "0.1")
public interface SampleCursor {
  /**
   * Appends samples behind {@code batch.size()}: all of one kind, at least one unless the series is
   * at its end, at most as many as have room. Answers how many; 0 means the end.
   */
  int read(SampleBatch batch);
}
