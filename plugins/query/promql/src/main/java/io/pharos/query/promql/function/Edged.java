package io.pharos.query.promql.function;

import static java.util.Objects.requireNonNull;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;
import io.pharos.query.promql.histogram.FloatHistogram;
import io.pharos.query.promql.histogram.Resets;
import io.pharos.query.promql.series.Column;
import io.pharos.query.promql.series.Samples;
import io.pharos.spi.error.QueryException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The range functions over {@code anchored} and {@code smoothed} windows. The samples reach beyond
 * the windows by the lookback: an anchored window begins with the last sample at or before its
 * start; a smoothed one begins and ends with values between the samples around its edges.
 */
public final class Edged implements RangeFunction {
  private static final List<String> ANCHORED =
      List.of("changes", "delta", "increase", "rate", "resets");
  private static final List<String> SMOOTHED = List.of("delta", "increase", "rate");

  private final String function;
  private final boolean smoothed;
  private final long lookback;
  private final boolean counter;

  public Edged(String function, boolean smoothed, long lookback) {
    this.function = function;
    this.smoothed = smoothed;
    this.lookback = lookback;
    this.counter = !function.equals("delta");
    List<String> allowed = smoothed ? SMOOTHED : ANCHORED;
    if (!allowed.contains(function)) {
      throw new QueryException(
          QueryException.Code.EXECUTION,
          (smoothed ? "smoothed" : "anchored")
              + " modifier can only be used with: "
              + String.join(", ", allowed)
              + " - not with "
              + function);
    }
  }

  @Override
  public void compute(RangeInput in, Column out) {
    boolean floats =
        in.samples().hasHistograms() ? composed(in, out) : new EdgedFloats(this, in).compute(out);
    if (floats && (function.equals("rate") || function.equals("increase"))) {
      CounterNames.check(in);
    }
  }

  String function() {
    return function;
  }

  boolean isSmoothed() {
    return smoothed;
  }

  /** Whether what falls was reset. */
  boolean isCounter() {
    return counter;
  }

  /** Composes the points of each window; answers whether any was a float. */
  private boolean composed(RangeInput in, Column out) {
    Samples points = new Samples();
    int[] from = in.from();
    int[] to = in.to();
    boolean floats = false;
    for (int step = 0; step < from.length; step++) {
      points.clear();
      in.looked(to[step] - from[step]);
      if (smoothed) {
        smooth(in, step, from[step], to[step], points);
      } else {
        anchor(in, step, from[step], to[step], points);
      }
      if (points.size() == 0) {
        continue;
      }
      floats |= points.histogram(0) == null;
      switch (function) {
        case "changes" -> out.set(step, Switches.count(points, false));
        case "resets" -> out.set(step, Switches.count(points, true));
        default -> Rate.exact(in, points, step, counter, function.equals("rate"), out);
      }
    }
    return floats;
  }

  /** The sample before the window, -1 if none is recent enough. */
  int before(RangeInput in, int step, int from) {
    return from > 0 && in.samples().times()[from - 1] > in.windowStart(step) - lookback
        ? from - 1
        : -1;
  }

  /** The sample behind the window, -1 if none is near enough. */
  int after(RangeInput in, int step, int to) {
    Samples samples = in.samples();
    return to < samples.size() && samples.times()[to] <= in.windowEnd(step) + lookback ? to : -1;
  }

  private void anchor(RangeInput in, int step, int from, int to, Samples points) {
    if (to == from) {
      return;
    }
    int before = before(in, step, from);
    for (int i = before >= 0 ? before : from; i < to; i++) {
      points.add(in.samples(), i);
    }
  }

  private void smooth(RangeInput in, int step, int from, int to, Samples points) {
    Samples samples = in.samples();
    long start = in.windowStart(step);
    long end = in.windowEnd(step);
    int before = before(in, step, from);
    int after = after(in, step, to);
    if (to == from && (before < 0 || after < 0)) {
      return;
    }
    boolean resetDone = false;
    if (before >= 0) {
      int next = from;
      Point point = between(in, before, next, start);
      if (point == null) {
        points.clear();
        return;
      }
      point.addTo(points, ResetHint.UNKNOWN);
      resetDone = point.reset;
    }
    for (int i = from; i < to; i++) {
      Histogram histogram = samples.histogram(i);
      if (i == from && resetDone && histogram != null) {
        points.add(
            samples.times()[i], histogram.toBuilder().resetHint(ResetHint.NOT_RESET).build());
      } else {
        points.add(samples, i);
      }
    }
    if (after >= 0 && (to == from || samples.times()[to - 1] < end)) {
      int last = to == from ? before : to - 1;
      Point point = between(in, last, after, end);
      if (point == null) {
        points.clear();
        return;
      }
      boolean counts = point.reset && !(to == from && resetDone);
      point.addTo(points, counts ? ResetHint.RESET : ResetHint.NOT_RESET);
    }
  }

  /** A value between two samples; from zero on if a counter was reset between them. */
  private @Nullable Point between(RangeInput in, int left, int right, long time) {
    Samples samples = in.samples();
    long leftTime = samples.times()[left];
    double share = (double) (time - leftTime) / (samples.times()[right] - leftTime);
    Histogram before = samples.histogram(left);
    Histogram after = samples.histogram(right);
    if (before == null && after == null) {
      double a = samples.values()[left];
      double b = samples.values()[right];
      boolean reset = counter && b < a;
      double base = reset ? 0 : a;
      return new Point(time, base + (b - base) * share, null, reset);
    }
    if (before == null || after == null) {
      in.warnMixed();
      return null;
    }
    if (time == leftTime) {
      return new Point(time, 0, before, false);
    }
    boolean reset = counter && Resets.between(before, after);
    Histogram value = interpolate(before, after, share, reset);
    if (value == null) {
      in.warnMixedSchemas();
      return null;
    }
    return new Point(time, 0, value, reset);
  }

  /** The histogram between two, null where they don't fit. */
  public static @Nullable Histogram interpolate(
      Histogram before, Histogram after, double share, boolean reset) {
    FloatHistogram grown = FloatHistogram.of(after);
    if (!reset) {
      if (!FloatHistogram.compatible(before, after)) {
        return null;
      }
      grown.subtract(before);
    }
    grown.multiply(share);
    if (!reset) {
      grown.hint(before.resetHint()).add(before);
    }
    return grown.hint(after.resetHint()).toHistogram();
  }

  private record Point(long time, double value, @Nullable Histogram histogram, boolean reset) {
    void addTo(Samples points, ResetHint hint) {
      if (histogram == null) {
        points.add(time, value);
      } else {
        boolean gauge = requireNonNull(histogram).resetHint() == ResetHint.GAUGE;
        points.add(time, gauge ? histogram : histogram.toBuilder().resetHint(hint).build());
      }
    }
  }
}
