package io.pharos.query.promql.function;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;
import io.pharos.query.promql.function.ExtrapolationEdges.Edges;
import io.pharos.query.promql.histogram.FloatHistogram;
import io.pharos.query.promql.series.Column;
import io.pharos.query.promql.series.Samples;
import org.jspecify.annotations.Nullable;

/**
 * rate, increase and delta: the difference over a window, extrapolated to its edges. For floats the
 * cost is samples plus steps: each step looks at the ends of its window and at the resets within.
 */
final class Rate implements RangeFunction {
  private final boolean counter;
  private final boolean perSecond;

  Rate(boolean counter, boolean perSecond) {
    this.counter = counter;
    this.perSecond = perSecond;
  }

  @Override
  public void compute(RangeInput in, Column out) {
    Samples samples = in.samples();
    boolean starts = counter && in.usesStartTimes();
    ResetList resets = counter ? ResetList.of(samples, starts) : ResetList.NONE;
    boolean floats =
        starts || samples.hasHistograms()
            ? mixed(in, resets, starts, out)
            : floats(in, resets, out);
    if (floats && counter) {
      CounterNames.check(in);
    }
    if (starts) {
      StartTimes.warnOverlaps(in);
    }
  }

  /** Computes where there is nothing but floats; answers whether there was any value. */
  private boolean floats(RangeInput in, ResetList resets, Column out) {
    double[] values = in.samples().values();
    int[] from = in.from();
    int[] to = in.to();
    ExtrapolationEdges edges = in.edges();
    edges.know(from, to, in.samples().times());
    double divisor = perSecond ? in.rangeSeconds() : 1;
    boolean any = false;
    boolean falls = !resets.isEmpty();
    if (!falls && in.smallestWindow() >= 2) {
      all(in, divisor, out.setAll());
      return from.length > 0;
    }
    for (int step = 0; step < from.length; step++) {
      int first = from[step];
      int last = to[step] - 1;
      if (last <= first) {
        continue;
      }
      double firstValue = values[first];
      double result = values[last] - firstValue;
      if (falls) {
        result = resets.addTo(result, values, first + 1, last);
      }
      double factor = counter ? edges.counterFactor(step, result, firstValue) : edges.factor(step);
      out.set(step, result * (factor / divisor));
      any = true;
    }
    return any;
  }

  /** Computes where nothing falls and every window has a difference. */
  private void all(RangeInput in, double divisor, double[] results) {
    double[] values = in.samples().values();
    int[] from = in.from();
    int[] to = in.to();
    ExtrapolationEdges edges = in.edges();
    for (int step = 0; step < results.length; step++) {
      double firstValue = values[from[step]];
      double result = values[to[step] - 1] - firstValue;
      double factor = counter ? edges.counterFactor(step, result, firstValue) : edges.factor(step);
      results[step] = result * (factor / divisor);
    }
  }

  /** Computes where histograms or start timestamps are; answers whether there was any float. */
  private boolean mixed(RangeInput in, ResetList resets, boolean starts, Column out) {
    Samples samples = in.samples();
    int[] from = in.from();
    int[] to = in.to();
    boolean floats = false;
    for (int step = 0; step < from.length; step++) {
      int first = from[step];
      int last = to[step] - 1;
      if (last < first || (last == first && !starts)) {
        continue;
      }
      in.looked(last - first);
      if (anyHistogram(samples, first, last)) {
        histogram(in, step, first, last, starts, out);
      } else {
        floats |= floats(in, step, first, last, resets, starts, out);
      }
    }
    return floats;
  }

  static boolean anyHistogram(Samples samples, int first, int last) {
    for (int i = first; i <= last; i++) {
      if (samples.histogram(i) != null) {
        return true;
      }
    }
    return false;
  }

  static boolean allHistograms(Samples samples, int first, int last) {
    for (int i = first; i <= last; i++) {
      if (samples.histogram(i) == null) {
        return false;
      }
    }
    return true;
  }

  /** Answers whether there was enough to compute from. */
  private boolean floats(
      RangeInput in, int step, int first, int last, ResetList resets, boolean starts, Column out) {
    Samples samples = in.samples();
    double[] values = samples.values();
    long begin = starts ? StartTimes.within(samples, first, in.windowStart(step)) : 0;
    boolean fromZero = starts && begin != StartTimes.NONE;
    if (first == last && !fromZero) {
      return false;
    }
    double firstValue = fromZero ? 0 : values[first];
    double result = values[last] - firstValue;
    if (counter) {
      result = resets.addTo(result, values, first + 1, last);
    }
    double factor = factor(in, step, first, last, fromZero, begin, result, firstValue);
    if (perSecond) {
      factor /= in.rangeSeconds();
    }
    out.set(step, result * factor);
    return true;
  }

  private void histogram(RangeInput in, int step, int first, int last, boolean starts, Column out) {
    Samples samples = in.samples();
    if (!allHistograms(samples, first, last)) {
      in.warnMixed();
      return;
    }
    long begin = starts ? StartTimes.within(samples, first, in.windowStart(step)) : 0;
    boolean fromZero = starts && begin != StartTimes.NONE;
    if (first == last && !fromZero) {
      return;
    }
    FloatHistogram result =
        HistogramRate.difference(in, samples, first, last, counter, starts, fromZero);
    if (result == null) {
      return;
    }
    Histogram firstHistogram = samples.histogram(first);
    double firstCount = fromZero || firstHistogram == null ? 0 : firstHistogram.count();
    double factor = factor(in, step, first, last, fromZero, begin, result.count(), firstCount);
    if (perSecond) {
      factor /= in.rangeSeconds();
    }
    out.set(step, result.multiply(factor).hint(ResetHint.GAUGE).toHistogram());
  }

  /** By what a difference grows that may begin at a start timestamp, where it was zero. */
  private double factor(
      RangeInput in,
      int step,
      int first,
      int last,
      boolean fromZero,
      long begin,
      double result,
      double firstValue) {
    long[] times = in.samples().times();
    Edges edges =
        Edges.of(
            fromZero ? begin : times[first],
            times[last],
            times[first],
            last - first,
            in.windowStart(step),
            in.windowEnd(step));
    if (fromZero) {
      return edges.factor(0);
    }
    return counter ? edges.counterFactor(result, firstValue) : edges.factor(edges.toStart());
  }

  /** The difference of anchored and smoothed windows, which need no extrapolation. */
  static void exact(
      RangeInput in, Samples points, int step, boolean counter, boolean perSecond, Column out) {
    int last = points.size() - 1;
    if (last < 0) {
      return;
    }
    double divisor = perSecond ? in.rangeSeconds() : 1;
    if (anyHistogram(points, 0, last)) {
      if (!allHistograms(points, 0, last)) {
        in.warnMixed();
        return;
      }
      FloatHistogram result = difference(in, points, last, counter);
      if (result != null) {
        out.set(step, result.divide(divisor).hint(ResetHint.GAUGE).toHistogram());
      }
      return;
    }
    double[] values = points.values();
    double result = values[last] - values[0];
    if (counter) {
      for (int i = 1; i <= last; i++) {
        if (values[i] < values[i - 1]) {
          result += values[i - 1];
        }
      }
    }
    out.set(step, result / divisor);
  }

  private static @Nullable FloatHistogram difference(
      RangeInput in, Samples points, int last, boolean counter) {
    return HistogramRate.difference(in, points, 0, last, counter, false, false);
  }
}
