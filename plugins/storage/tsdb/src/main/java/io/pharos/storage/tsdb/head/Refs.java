package io.pharos.storage.tsdb.head;

/** References of series: a generation, a slot and a shard in one number above 0. */
public final class Refs {
  /** The number of shards; a part of what the files say. */
  static final int SHARDS = 8;

  /** The highest generation; the log relies on two bits that references leave. */
  static final int MAX_GENERATION = (1 << 30) - 1;

  private static final int SHARD_BITS = 3;

  private Refs() {}

  static long of(int shard, int slot, int generation) {
    return ((long) generation << 32) | ((long) slot << SHARD_BITS) | shard;
  }

  static int shard(long ref) {
    return (int) ref & (SHARDS - 1);
  }

  static int slot(long ref) {
    return (int) (ref & 0xFFFF_FFFFL) >>> SHARD_BITS;
  }

  static int generation(long ref) {
    return (int) (ref >>> 32);
  }
}
