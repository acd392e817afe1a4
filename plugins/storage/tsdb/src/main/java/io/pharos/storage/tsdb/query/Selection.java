package io.pharos.storage.tsdb.query;

import io.pharos.model.label.Labels;
import io.pharos.spi.storage.SampleBatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Series that one source, the head or a block, found. Thread-safe. */
public interface Selection {
  int size();

  /** The lower half of the identity of a series. */
  long hashLow(int index);

  long hashHigh(int index);

  Labels labels(int index);

  /** Where the samples of a series are read from. */
  PartCursor open(int index, @Nullable PartCursor reuse, long mint, long maxt, boolean newestOnly);

  /** Samples in a range that {@link #open} doesn't give, as they lie among them; null if none. */
  default @Nullable SampleBatch late(int index, long mint, long maxt) {
    return null;
  }

  /** Shows every value that a label has among the series at least once. */
  void values(String name, Consumer<String> sink);

  /** Shows every label name among the series at least once. */
  void names(Consumer<String> sink);

  /**
   * Codes the values of some labels of a series: equal codes stand for equal values as long as
   * {@link #dictionary} is the same; 0 for a missing label.
   */
  void codes(int index, String[] names, int[] codes);

  /** Which dictionary the codes of a series belong to. */
  Object dictionary(int index);

  /** Reads samples of one series; closed by its owner. Confined to one thread. */
  interface PartCursor {
    /** As {@link io.pharos.spi.storage.SampleCursor#read}. */
    int read(SampleBatch batch);
  }
}
