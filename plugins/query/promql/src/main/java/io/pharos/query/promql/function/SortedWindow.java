package io.pharos.query.promql.function;

/**
 * The values of a window in order, kept so while it slides: a sample that comes or goes moves those
 * behind it. Confined to one thread.
 */
final class SortedWindow {
  private final double[] samples;
  private final double[] values;
  private int size;
  private int from;
  private int to;

  /** For windows over these samples, in a column with room for all of them. */
  SortedWindow(double[] samples, double[] room) {
    this.samples = samples;
    this.values = room;
  }

  /** The values in order, NaN before all others; the first {@link #size} of them count. */
  double[] values() {
    return values;
  }

  int size() {
    return size;
  }

  /** Moves to a window whose edges are not before those of the last one. */
  void slide(int newFrom, int newTo) {
    if (newFrom >= to || newTo - to > size / 2) {
      from = newFrom;
      to = newTo;
      size = newTo - newFrom;
      System.arraycopy(samples, newFrom, values, 0, size);
      Quantiles.sort(values, 0, size);
      return;
    }
    for (; from < newFrom; from++) {
      int place = place(samples[from]);
      System.arraycopy(values, place + 1, values, place, size - place - 1);
      size--;
    }
    for (; to < newTo; to++) {
      int place = place(samples[to]);
      System.arraycopy(values, place, values, place + 1, size - place);
      values[place] = samples[to];
      size++;
    }
  }

  /** The first place whose value does not come before this one. */
  private int place(double value) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Quantiles.before(values[middle], value)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
