package io.pharos.storage.tsdb.head;

import io.pharos.storage.tsdb.memory.Slab;

/**
 * Times of samples that many series share: up to 32 in a row, of which a chunk refers to a run. A
 * segment is a piece of the slab with a count, a limit, its users, the record that it was written
 * to, and the times. The first segment of a target is shorter by chance, anything from a few times
 * to the most, so that targets which started together seal their chunks evenly over time. Guarded
 * by the shard's lock.
 */
final class TimeSegments {
  /** Most times in a segment, and so samples in an open chunk. */
  static final int MAX = 32;

  private static final int COUNT = 0;
  private static final int USERS = 4;
  private static final int RECORD = 8;
  private static final int LIMIT = 12;
  private static final int TIMES = 16;
  private static final int BYTES = TIMES + 8 * MAX;
  private static final int PRIVATE = 1 << 16;

  private final Slab slab;
  private int spread;

  TimeSegments(Slab slab) {
    this.slab = slab;
  }

  /** A new segment, without times and users. */
  int open(boolean isPrivate, boolean isFirst) {
    int segment = slab.allocate(BYTES);
    slab.putInt(segment, COUNT, 0);
    slab.putInt(segment, USERS, 0);
    slab.putInt(segment, RECORD, 0);
    spread = (spread + 11) % 29;
    int limit = isFirst ? MAX - spread : MAX;
    slab.putInt(segment, LIMIT, isPrivate ? MAX | PRIVATE : limit);
    return segment;
  }

  int count(int segment) {
    return slab.getInt(segment, COUNT);
  }

  boolean isFull(int segment) {
    return count(segment) >= (slab.getInt(segment, LIMIT) & 0xFFFF);
  }

  boolean isPrivate(int segment) {
    return (slab.getInt(segment, LIMIT) & PRIVATE) != 0;
  }

  long time(int segment, int index) {
    return slab.getLong(segment, TIMES + 8 * index);
  }

  void push(int segment, long timestamp) {
    int count = slab.getInt(segment, COUNT);
    slab.putLong(segment, TIMES + 8 * count, timestamp);
    slab.putInt(segment, COUNT, count + 1);
  }

  void times(int segment, int from, int count, long[] target, int at) {
    slab.getLongs(segment, TIMES + 8 * from, target, at, count);
  }

  /** The place of the record that holds all times, 0 if it was not written yet. */
  int record(int segment) {
    return slab.getInt(segment, RECORD);
  }

  void record(int segment, int position) {
    slab.putInt(segment, RECORD, position);
  }

  void retain(int segment) {
    slab.putInt(segment, USERS, slab.getInt(segment, USERS) + 1);
  }

  /** Takes one user away; answers whether the segment is gone. */
  boolean release(int segment) {
    int users = slab.getInt(segment, USERS) - 1;
    slab.putInt(segment, USERS, users);
    if (users == 0) {
      slab.free(segment, BYTES);
    }
    return users == 0;
  }
}
