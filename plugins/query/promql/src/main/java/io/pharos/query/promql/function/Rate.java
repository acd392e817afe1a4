package io.pharos.query.promql.function;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;
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
    int[] from = in.from();
    int[] to = in.to();
    boolean floats = false;
    boolean histograms = samples.hasHistograms();
    for (int step = 0; step < from.length; step++) {
      int first = from[step];
      int last = to[step] - 1;
      if (last < first || (last == first && !starts)) {
        continue;
      }
      boolean anyHistogram = histograms && anyHistogram(samples, first, last);
      if (anyHistogram) {
        histogram(in, step, first, last, starts, out);
      } else {
        floats |= floats(in, step, first, last, resets, starts, out);
      }
    }
    if (floats && counter) {
      CounterNames.check(in);
    }
    if (starts) {
      StartTimes.warnOverlaps(in);
    }
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
    long[] times = samples.times();
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
    Extrapolation edges =
        new Extrapolation(fromZero ? begin : times[first], times[last], times[first], last - first);
    double factor =
        edges.factor(
            in.windowStart(step), in.windowEnd(step), counter, fromZero, result, firstValue);
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
    long[] times = samples.times();
    Histogram firstHistogram = samples.histogram(first);
    double firstCount = fromZero || firstHistogram == null ? 0 : firstHistogram.count();
    Extrapolation edges =
        new Extrapolation(fromZero ? begin : times[first], times[last], times[first], last - first);
    double factor =
        edges.factor(
            in.windowStart(step),
            in.windowEnd(step),
            counter,
            fromZero,
            result.count(),
            firstCount);
    if (perSecond) {
      factor /= in.rangeSeconds();
    }
    out.set(step, result.multiply(factor).hint(ResetHint.GAUGE).toHistogram());
  }

  /**
   * How far a difference reaches beyond its samples.
   *
   * @param begin epoch milliseconds where the difference begins
   * @param end where it ends
   * @param firstSample the first sample's time; differs from the begin where that is a start
   *     timestamp
   * @param gaps between samples
   */
  private record Extrapolation(long begin, long end, long firstSample, int gaps) {
    double factor(
        long windowStart,
        long windowEnd,
        boolean counter,
        boolean fromZero,
        double result,
        double firstValue) {
      double covered = (end - begin) / 1000.0;
      double toEnd = (windowEnd - end) / 1000.0;
      double averageGap = gaps == 0 ? 0 : (end - firstSample) / 1000.0 / gaps;
      double threshold = averageGap * 1.1;
      double toStart = 0;
      if (!fromZero) {
        toStart = (begin - windowStart) / 1000.0;
        if (toStart >= threshold) {
          toStart = averageGap / 2;
        }
        if (counter && result > 0 && firstValue >= 0) {
          // a counter can't have been below zero: not further back than where the line meets it
          double toZero = covered * (firstValue / result);
          if (toZero < toStart) {
            toStart = toZero;
          }
        }
      }
      if (toEnd >= threshold) {
        toEnd = averageGap / 2;
      }
      return (covered + toStart + toEnd) / covered;
    }
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
