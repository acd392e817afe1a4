package io.pharos.storage.tsdb.query;

import java.util.Arrays;
import java.util.List;

/**
 * Series of several selections joined by identity: each series is a chain of parts, in the order of
 * the selections. Immutable once made; thread-safe.
 */
final class Joined {
  private final List<Selection> sources;
  private final int[] base;
  private int[] first;
  private final int[] next;
  private int size;

  Joined(List<Selection> sources) {
    this.sources = sources;
    base = new int[sources.size() + 1];
    for (int i = 0; i < sources.size(); i++) {
      base[i + 1] = base[i] + sources.get(i).size();
    }
    int parts = base[sources.size()];
    first = new int[parts];
    next = new int[sources.size() > 1 ? parts : 0];
    if (sources.size() > 1) {
      join(parts);
    } else {
      for (int i = 0; i < parts; i++) {
        first[i] = i;
      }
      size = parts;
    }
  }

  private void join(int parts) {
    Arrays.fill(next, -1);
    int mask = Integer.highestOneBit(Math.max(8, parts)) * 4 - 1;
    int[] table = new int[mask + 1]; // series + 1
    long[] low = new long[parts];
    long[] high = new long[parts];
    int[] last = new int[parts];
    for (int s = 0; s < sources.size(); s++) {
      Selection source = sources.get(s);
      for (int i = 0; i < source.size(); i++) {
        int part = base[s] + i;
        long hashLow = source.hashLow(i);
        long hashHigh = source.hashHigh(i);
        int at = (int) hashLow & mask;
        while (table[at] != 0
            && (low[table[at] - 1] != hashLow || high[table[at] - 1] != hashHigh)) {
          at = (at + 1) & mask;
        }
        if (table[at] == 0) {
          table[at] = ++size;
          low[size - 1] = hashLow;
          high[size - 1] = hashHigh;
          first[size - 1] = part;
        } else {
          next[last[table[at] - 1]] = part;
        }
        last[table[at] - 1] = part;
      }
    }
    first = Arrays.copyOf(first, size);
  }

  int size() {
    return size;
  }

  /** The first part of a series. */
  int first(int series) {
    return first[series];
  }

  /** The part behind another, -1 if there is none. */
  int next(int part) {
    return next.length == 0 ? -1 : next[part];
  }

  Selection source(int part) {
    return sources.get(sourceIndex(part));
  }

  int sourceIndex(int part) {
    int source = 0;
    while (part >= base[source + 1]) {
      source++;
    }
    return source;
  }

  /** The place of a part in its selection. */
  int index(int part) {
    return part - base[sourceIndex(part)];
  }
}
