package io.pharos.spi.storage;

import io.pharos.model.label.LabelMatcher;
import io.pharos.spi.Experimental;
import java.util.List;

/** A storage that can delete. Thread-safe. */
@Experimental(since = "0.1")
public interface Deletes {
  /** Hides samples of the series that match, in [mint, maxt], from queries at once. */
  void delete(long mint, long maxt, List<LabelMatcher> matchers);

  /** Removes deleted samples from disk; returns when that is done. */
  void cleanTombstones();
}
