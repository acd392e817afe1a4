package io.pharos.query.promql.histogram;

import java.util.Arrays;

/**
 * The buckets of one side of a histogram by ascending index; empty ones may be left out. Additions
 * are compensated: the true count is count plus what was lost. Confined to one thread.
 */
final class Buckets {
  private static final int[] NO_INDEXES = {};
  private static final double[] NO_COUNTS = {};

  int[] indexes = NO_INDEXES;
  double[] counts = NO_COUNTS;
  private double[] lost = NO_COUNTS;
  int size;

  static Buckets of(int[] spans, double[] counts) {
    Buckets buckets = new Buckets();
    buckets.room(counts.length);
    int index = 0;
    int at = 0;
    for (int span = 0; span < spans.length; span += 2) {
      index += spans[span];
      for (int i = 0; i < spans[span + 1]; i++) {
        buckets.indexes[at] = index++;
        buckets.counts[at] = counts[at];
        at++;
      }
    }
    buckets.size = at;
    return buckets;
  }

  Buckets copy() {
    Buckets copy = new Buckets();
    copy.indexes = Arrays.copyOf(indexes, size);
    copy.counts = Arrays.copyOf(counts, size);
    copy.lost = Arrays.copyOf(lost, size);
    copy.size = size;
    return copy;
  }

  private void room(int capacity) {
    indexes = Arrays.copyOf(indexes, capacity);
    counts = Arrays.copyOf(counts, capacity);
    lost = Arrays.copyOf(lost, capacity);
  }

  void clear() {
    size = 0;
  }

  /** Appends a bucket behind all others, or adds to the last one if it is that. */
  void append(int index, double count) {
    if (size > 0 && indexes[size - 1] == index) {
      addAt(size - 1, count);
      return;
    }
    if (size == indexes.length) {
      room(Math.max(8, size * 2));
    }
    indexes[size] = index;
    counts[size] = count;
    lost[size++] = 0;
  }

  private void addAt(int at, double count) {
    double sum = counts[at];
    lost[at] += Compensated.lost(sum, count);
    counts[at] = sum + count;
  }

  /** Adds the other's counts times a factor. */
  void add(Buckets other, double factor) {
    if (sameIndexes(other)) {
      for (int i = 0; i < size; i++) {
        addAt(i, factor * other.counts[i]);
      }
      return;
    }
    Buckets sum = new Buckets();
    sum.room(size + other.size);
    int i = 0;
    int j = 0;
    while (i < size || j < other.size) {
      boolean mine = j == other.size || (i < size && indexes[i] <= other.indexes[j]);
      boolean both = mine && j < other.size && indexes[i] == other.indexes[j];
      if (mine) {
        sum.append(indexes[i], counts[i]);
        sum.lost[sum.size - 1] = lost[i];
        i++;
      }
      if (both) {
        sum.addAt(sum.size - 1, factor * other.counts[j++]);
      } else if (!mine) {
        sum.append(other.indexes[j], factor * other.counts[j]);
        j++;
      }
    }
    take(sum);
  }

  private boolean sameIndexes(Buckets other) {
    return size == other.size && Arrays.equals(indexes, 0, size, other.indexes, 0, other.size);
  }

  private void take(Buckets other) {
    indexes = other.indexes;
    counts = other.counts;
    lost = other.lost;
    size = other.size;
  }

  void scale(double factor) {
    for (int i = 0; i < size; i++) {
      counts[i] *= factor;
      lost[i] *= factor;
    }
  }

  void divide(double divisor) {
    for (int i = 0; i < size; i++) {
      counts[i] /= divisor;
      lost[i] /= divisor;
    }
  }

  /** Settles what additions have lost. */
  void settle() {
    for (int i = 0; i < size; i++) {
      if (lost[i] != 0 && !Double.isInfinite(counts[i])) {
        counts[i] += lost[i];
      }
      lost[i] = 0;
    }
  }

  /**
   * Merges buckets so that each power-of-two group of the index becomes one: a lower resolution.
   */
  void reduce(int levels) {
    Buckets reduced = new Buckets();
    reduced.room(size);
    for (int i = 0; i < size; i++) {
      reduced.append(((indexes[i] - 1) >> levels) + 1, counts[i]);
      reduced.lost[reduced.size - 1] += lost[i];
    }
    take(reduced);
  }

  /** Gives every index a new one; {@code mapped} must not fall as indexes rise. */
  void remap(int[] mapped) {
    Buckets remapped = new Buckets();
    remapped.room(size);
    for (int i = 0; i < size; i++) {
      remapped.append(mapped[Math.min(indexes[i], mapped.length - 1)], counts[i]);
      remapped.lost[remapped.size - 1] += lost[i];
    }
    take(remapped);
  }

  /** Takes out the first buckets. */
  void dropFirst(int count) {
    if (count > 0) {
      System.arraycopy(indexes, count, indexes, 0, size - count);
      System.arraycopy(counts, count, counts, 0, size - count);
      System.arraycopy(lost, count, lost, 0, size - count);
      size -= count;
    }
  }

  /** Takes out buckets that count nothing. */
  void compact() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (counts[i] != 0) {
        indexes[kept] = indexes[i];
        counts[kept] = counts[i];
        lost[kept++] = lost[i];
      }
    }
    size = kept;
  }

  /** The count at an index, 0 where there is no bucket. */
  double countOf(int index) {
    int at = Arrays.binarySearch(indexes, 0, size, index);
    return at < 0 ? 0 : counts[at];
  }

  /** Offsets and lengths in turn. */
  int[] spans() {
    int[] spans = new int[2 * size];
    int length = 0;
    int expected = 0;
    for (int i = 0; i < size; i++) {
      if (length > 0 && indexes[i] == expected) {
        spans[length - 1]++;
      } else {
        spans[length] = indexes[i] - (length == 0 ? 0 : expected);
        spans[length + 1] = 1;
        length += 2;
      }
      expected = indexes[i] + 1;
    }
    return Arrays.copyOf(spans, length);
  }

  double[] settledCounts() {
    settle();
    return Arrays.copyOf(counts, size);
  }
}
