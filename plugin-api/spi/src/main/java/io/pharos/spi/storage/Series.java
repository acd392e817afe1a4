package io.pharos.spi.storage;

import io.pharos.model.label.Labels;
import io.pharos.spi.Experimental;
import org.jspecify.annotations.Nullable;

/**
 * One selected series. Thread-safe; labels may be built at each call, so ask once, and only if
 * needed.
 */
@Experimental(since = "0.1")
public interface Series {
  /** The answer of {@link #group} of storages that do not group. */
  int UNGROUPED = -1;

  Labels labels();

  /**
   * A small number that all series of one selection share whose labels are equal after the hints'
   * grouping, counted from 0; {@link #UNGROUPED} where the storage leaves this to the caller.
   */
  default int group() {
    return UNGROUPED;
  }

  /**
   * Its samples in the hints' range, oldest first.
   *
   * @param reuse a cursor of the same storage that the caller is done with, or null
   */
  SampleCursor samples(@Nullable SampleCursor reuse);
}
