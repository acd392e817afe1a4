package io.pharos.storage.tsdb.exchange;

import io.pharos.model.label.LabelMatcher;
import io.pharos.storage.tsdb.block.Block;
import io.pharos.storage.tsdb.compact.Walk;
import java.util.List;

/** A data folder that a command reads. Confined to one thread. */
public interface Folder extends AutoCloseable {
  /** The blocks, sorted by time. */
  List<Block> blocks();

  /** First millisecond of what is not in blocks, {@code MAX_VALUE} if everything is. */
  long headMint();

  /** Last millisecond of what is not in blocks. */
  long headMaxt();

  /** Everything that matches, in the order of labels. */
  Walk walk(List<LabelMatcher> matchers, long mint, long maxt);

  @Override
  void close();
}
