package io.pharos.query.promql.function;

import io.pharos.query.promql.series.Samples;
import java.util.Arrays;

/**
 * Where the floats of a series fall, or start anew, which for a counter is a reset. Confined to one
 * thread.
 */
final class ResetList {
  static final ResetList NONE = new ResetList();

  private int[] places = new int[0];
  private int size;
  private int next;

  private ResetList() {}

  static ResetList of(Samples samples, boolean startTimes) {
    ResetList list = null;
    double[] values = samples.values();
    boolean histograms = samples.hasHistograms();
    for (int i = 1; i < samples.size(); i++) {
      boolean reset = values[i] < values[i - 1] || (startTimes && StartTimes.reset(samples, i));
      if (reset && !(histograms && samples.histogram(i) != null)) {
        if (list == null) {
          list = new ResetList();
        }
        list.add(i);
      }
    }
    return list == null ? NONE : list;
  }

  boolean isEmpty() {
    return size == 0;
  }

  private void add(int place) {
    if (size == places.length) {
      places = Arrays.copyOf(places, Math.max(8, 2 * size));
    }
    places[size++] = place;
  }

  /**
   * Adds the values before the resets at places from {@code from} to {@code to}; both must not fall
   * from call to call.
   */
  double addTo(double sum, double[] values, int from, int to) {
    while (next < size && places[next] < from) {
      next++;
    }
    double result = sum;
    for (int i = next; i < size && places[i] <= to; i++) {
      result += values[places[i] - 1];
    }
    return result;
  }

  /** How many there are at places from {@code from} to {@code to}. */
  int count(int from, int to) {
    while (next < size && places[next] < from) {
      next++;
    }
    int end = next;
    while (end < size && places[end] <= to) {
      end++;
    }
    return end - next;
  }
}
