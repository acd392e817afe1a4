package io.pharos.query.promql.function;

import io.pharos.query.promql.series.Column;

/**
 * min_over_time, max_over_time and when they were: by a monotonic queue, in which every sample that
 * a later one surpasses is gone. NaN counts only where there is nothing else.
 */
final class Extremum implements RangeFunction {
  private final boolean most;
  private final boolean time;

  Extremum(boolean most, boolean time) {
    this.most = most;
    this.time = time;
  }

  @Override
  public void compute(RangeInput in, Column out) {
    int[] from = in.from();
    int[] to = in.to();
    if (in.samples().hasHistograms()) {
      for (int step = 0; step < from.length; step++) {
        if (to[step] > from[step]) {
          in.looked(to[step] - from[step]);
          window(Floats.of(in, from[step], to[step]), step, out);
        }
      }
      return;
    }
    if (!time && in.slides() && values(in, out)) {
      return;
    }
    double[] values = in.samples().values();
    long[] times = in.samples().times();
    int[] queue = new int[in.samples().size()];
    int head = 0;
    int tail = 0;
    int end = 0;
    for (int step = 0; step < from.length; step++) {
      for (; end < to[step]; end++) {
        double value = values[end];
        if (Double.isNaN(value)) {
          continue;
        }
        while (tail > head && surpasses(value, values[queue[tail - 1]])) {
          tail--;
        }
        queue[tail++] = end;
      }
      while (head < tail && queue[head] < from[step]) {
        head++;
      }
      if (to[step] > from[step]) {
        int place = head < tail ? queue[head] : to[step] - 1;
        out.set(step, time ? times[place] / 1000.0 : values[place]);
      }
    }
  }

  /**
   * The values alone: the extreme from each sample up to a middle, and that from the middle on.
   * Answers false, and sets nothing, where some value is NaN.
   */
  private boolean values(RangeInput in, Column out) {
    double[] values = in.samples().values();
    int size = in.samples().size();
    for (int i = 0; i < size; i++) {
      if (Double.isNaN(values[i])) {
        return false;
      }
    }
    int[] from = in.from();
    int[] to = in.to();
    double[] tails = in.room(0, size);
    double none = most ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    double head = none;
    int middle = 0;
    int end = 0;
    for (int step = 0; step < from.length; step++) {
      int first = from[step];
      int last = to[step];
      if (last <= first) {
        continue;
      }
      if (first >= middle) {
        double tail = none;
        for (int i = last - 1; i >= first; i--) {
          tail = extreme(tail, values[i]);
          tails[i] = tail;
        }
        middle = last;
        end = last;
        head = none;
      }
      for (; end < last; end++) {
        head = extreme(head, values[end]);
      }
      out.set(step, extreme(tails[first], head));
    }
    return true;
  }

  private double extreme(double a, double b) {
    return (most ? b > a : b < a) ? b : a;
  }

  /** Whether an older value can be forgotten; of equal ones the later stays. */
  private boolean surpasses(double value, double older) {
    return most ? value >= older : value <= older;
  }

  private void window(Floats floats, int step, Column out) {
    if (floats.size() == 0) {
      return;
    }
    int place = floats.from;
    for (int i = floats.from + 1; i < floats.to; i++) {
      if (Double.isNaN(floats.values[place]) || surpasses(floats.values[i], floats.values[place])) {
        place = i;
      }
    }
    out.set(step, time ? floats.times[place] / 1000.0 : floats.values[place]);
  }
}
