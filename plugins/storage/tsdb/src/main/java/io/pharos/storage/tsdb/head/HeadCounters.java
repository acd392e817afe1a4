package io.pharos.storage.tsdb.head;

import io.pharos.spi.error.StorageException;
import io.pharos.spi.storage.AppendOutcome;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the head counts. Thread-safe. */
public final class HeadCounters {
  private static final Logger log = LoggerFactory.getLogger(HeadCounters.class);
  private static final int OUTCOMES = 8;

  private final LongAdder[] floats = adders();
  private final LongAdder[] histograms = adders();
  private final LongAdder notFound = new LongAdder();
  private final LongAdder flushFailures = new LongAdder();
  private final LongAdder[] appended = adders();
  final LongAdder created = new LongAdder();
  final LongAdder removed = new LongAdder();
  final LongAdder refused = new LongAdder();

  private static LongAdder[] adders() {
    LongAdder[] adders = new LongAdder[OUTCOMES];
    for (int i = 0; i < OUTCOMES; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
  }

  void outcome(byte outcome, boolean isHistogram) {
    if (outcome != AppendOutcome.OK) {
      (isHistogram ? histograms : floats)[outcome].increment();
    }
  }

  void notFound() {
    notFound.increment();
  }

  void flushFailed(StorageException cause) {
    flushFailures.increment();
    log.warn("sealed chunks of the head wait to be written reason={}", cause.getMessage());
  }

  /** Samples that had an outcome, by {@link AppendOutcome}. */
  public long outcomes(byte outcome, boolean isHistogram) {
    return (isHistogram ? histograms : floats)[outcome].sum();
  }

  public long notFoundCount() {
    return notFound.sum();
  }

  public long flushFailureCount() {
    return flushFailures.sum();
  }

  /** Counts samples that were applied: in order or late. */
  void applied(long count, boolean isHistogram, boolean isLate) {
    if (count > 0) {
      appended[(isHistogram ? 1 : 0) + (isLate ? 2 : 0)].add(count);
    }
  }

  public long appended(boolean isHistogram) {
    return appended[isHistogram ? 1 : 0].sum();
  }

  public long late(boolean isHistogram) {
    return appended[isHistogram ? 3 : 2].sum();
  }

  public long createdCount() {
    return created.sum();
  }

  public long removedCount() {
    return removed.sum();
  }

  public long refusedCount() {
    return refused.sum();
  }
}
