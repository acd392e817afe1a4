package io.pharos.storage.tsdb.prometheus;

import java.util.Arrays;

/**
 * Collects the series of each label without an object for any: first labels are counted, then their
 * series are put in. Confined to one thread.
 */
final class PairTable {
  private long[] keys = new long[1 << 12];
  private int[] counts = new int[1 << 12];
  private int size;
  private long[] sorted = {};
  private int[] starts = {};
  private int[] filled = {};
  private int[] series = {};

  PairTable() {
    Arrays.fill(keys, -1);
  }

  static long key(int name, int value) {
    return ((long) name << 32) | value;
  }

  /** Counts a label of one series. */
  void count(long key) {
    int slot = slot(keys, key);
    if (keys[slot] < 0) {
      keys[slot] = key;
      size++;
    }
    counts[slot]++;
    if (2 * size > keys.length) {
      grow();
    }
  }

  private static int slot(long[] table, long key) {
    int mask = table.length - 1;
    long mixed = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & mask;
    while (table[slot] >= 0 && table[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] larger = new long[2 * keys.length];
    int[] moved = new int[larger.length];
    Arrays.fill(larger, -1);
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] >= 0) {
        int slot = slot(larger, keys[i]);
        larger[slot] = keys[i];
        moved[slot] = counts[i];
      }
    }
    keys = larger;
    counts = moved;
  }

  /** Ends the counting: labels are sorted, and there is room for their series. */
  void sort() {
    sorted = new long[size];
    int at = 0;
    for (long key : keys) {
      if (key >= 0) {
        sorted[at++] = key;
      }
    }
    Arrays.sort(sorted);
    starts = new int[size + 1];
    for (int i = 0; i < size; i++) {
      starts[i + 1] = Math.addExact(starts[i], counts[slot(keys, sorted[i])]);
    }
    // from now on the table leads to the rank
    for (int i = 0; i < size; i++) {
      counts[slot(keys, sorted[i])] = i;
    }
    filled = Arrays.copyOf(starts, size);
    series = new int[starts[size]];
  }

  /** Puts a series to one of its labels; series come in ascending order. */
  void add(long key, int ref) {
    series[filled[counts[slot(keys, key)]]++] = ref;
  }

  int size() {
    return size;
  }

  int name(int rank) {
    return (int) (sorted[rank] >>> 32);
  }

  int value(int rank) {
    return (int) sorted[rank];
  }

  /** Where the series of a label start. */
  int start(int rank) {
    return starts[rank];
  }

  int series(int at) {
    return series[at];
  }
}
