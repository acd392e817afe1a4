package io.pharos.spi.storage;

import io.pharos.spi.Experimental;
import java.util.List;

/** A storage that can say what is in it. Thread-safe. */
@Experimental(since = "0.1")
public interface Statistics {
  /** The head and its largest labels. At most {@code limit} rows a list. */
  HeadStatistics head(int limit);

  /** The blocks, oldest first. */
  List<Block> blocks();

  /** How far the log is replayed at start. */
  Replay replay();

  /** How long samples are kept, in words: {@code 15d}, {@code 15d or 100GiB}. */
  String retention();

  /**
   * Numbers of the head; times in epoch milliseconds, {@code Long.MAX_VALUE} and {@code MIN_VALUE}
   * while it is empty. Immutable.
   */
  record HeadStatistics(
      long series,
      long labelPairs,
      long chunks,
      long mint,
      long maxt,
      List<Row> seriesByMetricName,
      List<Row> valuesByLabelName,
      List<Row> bytesByLabelName,
      List<Row> seriesByLabelPair) {
    public HeadStatistics {
      seriesByMetricName = List.copyOf(seriesByMetricName);
      valuesByLabelName = List.copyOf(valuesByLabelName);
      bytesByLabelName = List.copyOf(bytesByLabelName);
      seriesByLabelPair = List.copyOf(seriesByLabelPair);
    }
  }

  /** A name and its number. */
  record Row(String name, long value) {}

  /** A block: what its meta.json says. Immutable. */
  record Block(
      String ulid,
      long mint,
      long maxt,
      long series,
      long chunks,
      long samples,
      long bytes,
      int level,
      List<String> sources) {
    public Block {
      sources = List.copyOf(sources);
    }
  }

  /** Numbers of log segments. */
  record Replay(long min, long max, long current) {}
}
