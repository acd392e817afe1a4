package io.pharos.storage.tsdb.compact;

import java.util.concurrent.atomic.LongAdder;

/** What the maintenance counts. Thread-safe. */
public final class CompactCounters {
  final LongAdder triggered = new LongAdder();
  final LongAdder done = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder timeRetentions = new LongAdder();
  final LongAdder sizeRetentions = new LongAdder();

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
