package io.pharos.ingest.remotewrite;

import java.util.concurrent.locks.ReentrantLock;

/**
 * References of series by the hash of their labels' bytes, so that a known series costs no text. In
 * shards with a lock each; a shard that is full starts anew. Thread-safe.
 */
final class RefCache {
  /** What {@link #get} answers for a series that is not known. */
  static final long UNKNOWN = 0;

  private static final int SHARDS = 64;

  /** Some 24 bytes an entry: 100 MB at most. */
  private static final int MAX_PER_SHARD = 1 << 16;

  private final Shard[] shards = new Shard[SHARDS];

  RefCache() {
    for (int i = 0; i < SHARDS; i++) {
      shards[i] = new Shard();
    }
  }

  /** The reference of a series in a storage of this epoch, or {@link #UNKNOWN}. */
  long get(long epoch, long low, long high) {
    return shard(high).get(epoch, low, high);
  }

  /** Remembers a reference. */
  void put(long epoch, long low, long high, long ref) {
    shard(high).put(epoch, low, high, ref);
  }

  private Shard shard(long high) {
    return shards[(int) (high >>> 58)];
  }

  private static final class Shard {
    private final ReentrantLock lock = new ReentrantLock();
    private long epoch = Long.MIN_VALUE;
    private long[] lows = new long[64];
    private long[] highs = new long[64];
    private long[] refs = new long[64];
    private int size;

    long get(long wanted, long low, long high) {
      lock.lock();
      try {
        if (epoch != wanted) {
          return UNKNOWN;
        }
        return refs[place(low, high)];
      } finally {
        lock.unlock();
      }
    }

    void put(long wanted, long low, long high, long ref) {
      lock.lock();
      try {
        if (epoch != wanted || size == MAX_PER_SHARD) {
          epoch = wanted;
          clear();
        }
        int at = place(low, high);
        if (refs[at] == UNKNOWN) {
          size++;
          lows[at] = low;
          highs[at] = high;
        }
        refs[at] = ref;
        if (2 * size > refs.length) {
          grow();
        }
      } finally {
        lock.unlock();
      }
    }

    /** Where the key stands, or the free place where it belongs. */
    private int place(long low, long high) {
      int mask = refs.length - 1;
      int at = (int) low & mask;
      while (refs[at] != UNKNOWN && (lows[at] != low || highs[at] != high)) {
        at = (at + 1) & mask;
      }
      return at;
    }

    private void clear() {
      lows = new long[64];
      highs = new long[64];
      refs = new long[64];
      size = 0;
    }

    private void grow() {
      long[] oldLows = lows;
      long[] oldHighs = highs;
      long[] oldRefs = refs;
      lows = new long[2 * oldRefs.length];
      highs = new long[2 * oldRefs.length];
      refs = new long[2 * oldRefs.length];
      for (int i = 0; i < oldRefs.length; i++) {
        if (oldRefs[i] != UNKNOWN) {
          int at = place(oldLows[i], oldHighs[i]);
          lows[at] = oldLows[i];
          highs[at] = oldHighs[i];
          refs[at] = oldRefs[i];
        }
      }
    }
  }
}
