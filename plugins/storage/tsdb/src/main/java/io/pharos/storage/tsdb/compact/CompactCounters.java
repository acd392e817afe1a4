package io.pharos.storage.tsdb.compact;

import java.util.concurrent.atomic.LongAdder;

/** What the maintenance counts. Thread-safe. */
public final class CompactCounters {
  final LongAdder triggered = new LongAdder();
  final LongAdder done = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder timeRetentions = new LongAdder();
  final LongAdder sizeRetentions = new LongAdder();

  final LongAdder reloads = new LongAdder();
  final LongAdder failedReloads = new LongAdder();
  final LongAdder failedTruncations = new LongAdder();
  final LongAdder failedCheckpoints = new LongAdder();
  volatile Times times = (kind, seconds) -> {};

  /** What takes time. */
  public enum Kind {
    COMPACTION,
    CLEANUP,
    COLLECTION,
    CHECKPOINT
  }

  /** Takes how long something took. */
  public interface Times {
    void took(Kind kind, double seconds);
  }

  /** From now on times go there. */
  public void times(Times sink) {
    times = sink;
  }

  public long reloadCount() {
    return reloads.sum();
  }

  public long failedReloadCount() {
    return failedReloads.sum();
  }

  public long failedTruncationCount() {
    return failedTruncations.sum();
  }

  public long failedCheckpointCount() {
    return failedCheckpoints.sum();
  }

  public long triggeredCount() {
    return triggered.sum();
  }

  public long doneCount() {
    return done.sum();
  }

  public long failedCount() {
    return failed.sum();
  }

  public long timeRetentionCount() {
    return timeRetentions.sum();
  }

  public long sizeRetentionCount() {
    return sizeRetentions.sum();
  }
}
