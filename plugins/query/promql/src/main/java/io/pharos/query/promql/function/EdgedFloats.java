package io.pharos.query.promql.function;

import io.pharos.query.promql.series.Column;
import io.pharos.query.promql.series.Samples;

/**
 * Anchored and smoothed windows of a series that has nothing but floats: each step looks at the
 * edges of its window and at what was counted or reset within. Confined to one thread.
 */
final class EdgedFloats {
  private final Edged edged;
  private final RangeInput in;
  private final double[] values;
  private final long[] times;
  private final ResetList resets;
  private final double divisor;

  EdgedFloats(Edged edged, RangeInput in) {
    this.edged = edged;
    this.in = in;
    Samples samples = in.samples();
    this.values = samples.values();
    this.times = samples.times();
    this.resets = edged.isCounter() ? ResetList.of(samples, false) : ResetList.NONE;
    this.divisor = edged.function().equals("rate") ? in.rangeSeconds() : 1;
  }

  /** Answers whether any window had a point. */
  boolean compute(Column out) {
    return switch (edged.function()) {
      case "changes" -> count(false, out);
      case "resets" -> count(true, out);
      default -> edged.isSmoothed() ? smooth(out) : anchor(out);
    };
  }

  private boolean count(boolean falls, Column out) {
    int[] upTo = Switches.upTo(in.samples(), falls, false);
    int[] from = in.from();
    int[] to = in.to();
    boolean any = false;
    for (int step = 0; step < from.length; step++) {
      if (to[step] > from[step]) {
        out.set(step, upTo[to[step] - 1] - upTo[first(step)]);
        any = true;
      }
    }
    return any;
  }

  /** The first sample of an anchored window that has one. */
  private int first(int step) {
    int from = in.from()[step];
    int before = edged.before(in, step, from);
    return before >= 0 ? before : from;
  }

  private boolean anchor(Column out) {
    int[] from = in.from();
    int[] to = in.to();
    boolean any = false;
    for (int step = 0; step < from.length; step++) {
      if (to[step] > from[step]) {
        int first = first(step);
        int last = to[step] - 1;
        double result = resets.addTo(values[last] - values[first], values, first + 1, last);
        out.set(step, result / divisor);
        any = true;
      }
    }
    return any;
  }

  private boolean smooth(Column out) {
    int[] from = in.from();
    int[] to = in.to();
    boolean any = false;
    for (int step = 0; step < from.length; step++) {
      int before = edged.before(in, step, from[step]);
      int after = edged.after(in, step, to[step]);
      if (to[step] > from[step] || (before >= 0 && after >= 0)) {
        out.set(step, smooth(step, from[step], to[step], before, after) / divisor);
        any = true;
      }
    }
    return any;
  }

  /** The points are the value at the start, if known, the samples, and the value at the end. */
  private double smooth(int step, int from, int to, int before, int after) {
    long end = in.windowEnd(step);
    double begin = before >= 0 ? between(before, from, in.windowStart(step)) : values[from];
    boolean hasEnd = after >= 0 && (to == from || times[to - 1] < end);
    double last = hasEnd ? between(to == from ? before : to - 1, after, end) : values[to - 1];
    double result = last - begin;
    if (!edged.isCounter()) {
      return result;
    }
    if (to == from) {
      return last < begin ? result + begin : result;
    }
    if (before >= 0 && values[from] < begin) {
      result += begin;
    }
    result = resets.addTo(result, values, from + 1, to - 1);
    return hasEnd && last < values[to - 1] ? result + values[to - 1] : result;
  }

  /** A value between two samples; from zero on if a counter was reset between them. */
  private double between(int left, int right, long time) {
    double share = (double) (time - times[left]) / (times[right] - times[left]);
    double base = edged.isCounter() && values[right] < values[left] ? 0 : values[left];
    return base + (values[right] - base) * share;
  }
}
