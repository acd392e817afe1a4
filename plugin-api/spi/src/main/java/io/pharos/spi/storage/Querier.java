package io.pharos.spi.storage;

import io.pharos.model.label.LabelMatcher;
import io.pharos.spi.Experimental;
import java.util.List;

/**
 * A consistent read of one time range. Thread-safe; what it gives may be read from any thread until
 * it is closed. All matchers must hold; an empty list selects everything.
 */
@Experimental(since = "0.1")
public interface Querier extends AutoCloseable {
  /**
   * The series that match and have samples in the range, each once. Blocks before and between
   * answers; an interrupt ends it with a {@code StorageException}.
   */
  SeriesSet select(SelectHints hints, List<LabelMatcher> matchers);

  /** Label names of the series that match, sorted. At most {@code limit}, 0 for all. */
  LabelList labelNames(List<LabelMatcher> matchers, int limit);

  /** Values of one label among the series that match, sorted. At most {@code limit}, 0 for all. */
  LabelList labelValues(String name, List<LabelMatcher> matchers, int limit);

  @Override
  void close();
}
