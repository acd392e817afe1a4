package io.pharos.query.promql.function;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;
import io.pharos.query.promql.histogram.FloatHistogram;
import io.pharos.query.promql.series.Column;
import io.pharos.query.promql.series.Samples;

/** irate and idelta: what the last two samples say. */
final class LastTwo {
  private LastTwo() {}

  static void compute(RangeInput in, int step, int from, int to, boolean rate, Column out) {
    if (to - from < 2) {
      return;
    }
    Samples samples = in.samples();
    int last = to - 1;
    long interval = samples.times()[last] - samples.times()[last - 1];
    if (interval == 0) {
      return;
    }
    boolean starts = rate && in.usesStartTimes();
    Histogram after = samples.histogram(last);
    Histogram before = samples.histogram(last - 1);
    if (after == null && before == null) {
      double value = samples.values()[last];
      double earlier = samples.values()[last - 1];
      boolean reset = rate && (value < earlier || (starts && StartTimes.reset(samples, last)));
      double result = reset ? value : value - earlier;
      out.set(step, rate ? result / (interval / 1000.0) : result);
    } else if (after == null || before == null) {
      in.warnMixed();
    } else {
      histograms(
          in, step, before, after, rate, starts && StartTimes.reset(samples, last), interval, out);
    }
  }

  private static void histograms(
      RangeInput in,
      int step,
      Histogram before,
      Histogram after,
      boolean rate,
      boolean started,
      long interval,
      Column out) {
    boolean anyGauge =
        before.resetHint() == ResetHint.GAUGE || after.resetHint() == ResetHint.GAUGE;
    boolean allGauge =
        before.resetHint() == ResetHint.GAUGE && after.resetHint() == ResetHint.GAUGE;
    if (rate ? anyGauge : !allGauge) {
      in.annotations()
          .warn(
              "this native histogram metric is not a " + (rate ? "counter" : "gauge") + ": ",
              "",
              in.metricName(),
              in.span());
    }
    FloatHistogram result = FloatHistogram.of(after);
    boolean reset =
        rate && (started || io.pharos.query.promql.histogram.Resets.between(before, after));
    if (!reset) {
      if (!FloatHistogram.compatible(before, after)) {
        in.warnMixedSchemas();
        return;
      }
      if (result.subtract(before).boundsDiffered()) {
        in.annotations()
            .info("mismatched custom buckets were reconciled during subtraction", in.span());
      }
    }
    if (rate) {
      result.divide(interval / 1000.0);
    }
    out.set(step, result.hint(ResetHint.GAUGE).toHistogram());
  }
}
