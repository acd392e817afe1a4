package io.pharos.storage.tsdb.head;

import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.wal.Records;
import io.pharos.toolkit.hash.LabelHasher;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The memory in which a transaction stages its samples, as columns. It goes from one transaction to
 * the next, for it grows to what the largest of them needs. Confined to the transaction's thread.
 */
final class Staging {
  private static final int FIRST = 256;

  final LabelHasher hasher = new LabelHasher();
  final long[] hash = new long[2];
  final Pending pending = new Pending();
  final Records records = new Records();
  final Sink record = new Sink(1 << 12);
  long[] refs = new long[FIRST];
  long[] timestamps = new long[FIRST];
  double[] values = new double[FIRST];
  boolean[] late = new boolean[FIRST];
  long[] unlogged = new long[16];
  byte[] form = new byte[FIRST];

  /** Makes room for as many samples in all. */
  void room(int needed) {
    if (needed > refs.length) {
      int grown = Math.max(needed, 2 * refs.length);
      refs = Arrays.copyOf(refs, grown);
      timestamps = Arrays.copyOf(timestamps, grown);
      values = Arrays.copyOf(values, grown);
      late = Arrays.copyOf(late, grown);
    }
  }

  /** Those that no transaction has now: as many as are worth keeping, none of them huge. */
  static final class Pool {
    private static final int MOST = 8;
    private static final int MOST_SAMPLES = 1 << 14;
    private static final int MOST_BYTES = 1 << 20;

    private final BlockingQueue<Staging> free = new ArrayBlockingQueue<>(MOST);

    Staging take() {
      Staging found = free.poll();
      return found == null ? new Staging() : found;
    }

    /** Takes one back, with nothing pending in it. */
    void give(Staging staging) {
      if (staging.refs.length <= MOST_SAMPLES && staging.record.array().length <= MOST_BYTES) {
        free.offer(staging);
      }
    }
  }
}
