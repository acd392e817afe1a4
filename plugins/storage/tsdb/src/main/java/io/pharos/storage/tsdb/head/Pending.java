package io.pharos.storage.tsdb.head;

import java.util.Arrays;

/**
 * The newest sample that a transaction holds of each series, found by reference; forgotten all at
 * once. Confined to one thread.
 */
final class Pending {
  private static final int FIRST = 256;

  private long[] refs = new long[FIRST];
  private long[] times = new long[FIRST];
  private long[] bits = new long[FIRST];
  private int[] rounds = new int[FIRST];
  private int round = 1;
  private int size;

  void clear() {
    size = 0;
    if (++round == 0) {
      Arrays.fill(rounds, 0);
      round = 1;
    }
  }

  /** The place of a series, or -1 minus the place where it belongs. */
  int find(long ref) {
    int mask = refs.length - 1;
    int at = (int) ((ref * 0x9E3779B97F4A7C15L) >>> 40) & mask;
    while (rounds[at] == round) {
      if (refs[at] == ref) {
        return at;
      }
      at = (at + 1) & mask;
    }
    return -at - 1;
  }

  long time(int place) {
    return times[place];
  }

  long bits(int place) {
    return bits[place];
  }

  /** Sets the newest sample of a series, at the answer of {@link #find}. */
  void put(int place, long ref, long timestamp, long valueBits) {
    int at = place;
    if (at < 0) {
      at = -at - 1;
      refs[at] = ref;
      rounds[at] = round;
      size++;
    }
    times[at] = timestamp;
    bits[at] = valueBits;
    if (2 * size > refs.length) {
      grow();
    }
  }

  private void grow() {
    long[] oldRefs = refs;
    long[] oldTimes = times;
    long[] oldBits = bits;
    int[] oldRounds = rounds;
    int length = 2 * oldRefs.length;
    refs = new long[length];
    times = new long[length];
    bits = new long[length];
    rounds = new int[length];
    for (int i = 0; i < oldRefs.length; i++) {
      if (oldRounds[i] == round) {
        int at = -find(oldRefs[i]) - 1;
        refs[at] = oldRefs[i];
        times[at] = oldTimes[i];
        bits[at] = oldBits[i];
        rounds[at] = round;
      }
    }
  }
}
