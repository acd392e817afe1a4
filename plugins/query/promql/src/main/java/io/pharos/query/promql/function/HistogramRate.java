package io.pharos.query.promql.function;

import static java.util.Objects.requireNonNull;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;
import io.pharos.query.promql.histogram.FloatHistogram;
import io.pharos.query.promql.histogram.Resets;
import io.pharos.query.promql.series.Samples;
import org.jspecify.annotations.Nullable;

/** The difference between two histograms of a series, with resets between them. */
final class HistogramRate {
  private HistogramRate() {}

  /** From the first to the last sample, all of which are histograms; null where they don't fit. */
  static @Nullable FloatHistogram difference(
      RangeInput in,
      Samples samples,
      int first,
      int last,
      boolean counter,
      boolean starts,
      boolean fromZero) {
    Histogram newest = at(samples, last);
    Histogram base = at(samples, first);
    boolean gauge = base.resetHint() == ResetHint.GAUGE || newest.resetHint() == ResetHint.GAUGE;
    if (counter && gauge) {
      warnNotCounter(in);
    }
    boolean ignoreFirst = counter && last > first && isReset(samples, first + 1, starts);
    Histogram subtracted = base;
    if (fromZero) {
      subtracted = FloatHistogram.emptyLike(base);
    } else if (ignoreFirst) {
      subtracted = FloatHistogram.emptyLike(at(samples, first + 1));
    }
    int schema = Math.min(subtracted.schema(), newest.schema());
    if (counter) {
      for (int i = first + 1; i < last; i++) {
        Histogram histogram = at(samples, i);
        if (histogram.resetHint() == ResetHint.GAUGE) {
          warnNotCounter(in);
        }
        if (histogram.hasCustomBounds() != subtracted.hasCustomBounds()) {
          in.warnMixedSchemas();
          return null;
        }
        schema = Math.min(schema, histogram.schema());
      }
    }
    if (newest.hasCustomBounds() != subtracted.hasCustomBounds()) {
      in.warnMixedSchemas();
      return null;
    }
    FloatHistogram result = FloatHistogram.of(newest).reduceTo(schema);
    note(in, result.subtract(subtracted), "subtraction");
    if (counter) {
      addResets(in, samples, first, last, starts, ignoreFirst && !fromZero, result);
    } else if (base.resetHint() != ResetHint.GAUGE || newest.resetHint() != ResetHint.GAUGE) {
      in.annotations()
          .warn("this native histogram metric is not a gauge: ", "", in.metricName(), in.span());
    }
    return result;
  }

  private static void addResets(
      RangeInput in,
      Samples samples,
      int first,
      int last,
      boolean starts,
      boolean ignoreFirst,
      FloatHistogram result) {
    for (int i = ignoreFirst ? first + 2 : first + 1; i <= last; i++) {
      if (isReset(samples, i, starts)) {
        note(in, result.add(at(samples, i - 1)), "addition");
      }
    }
  }

  static boolean isReset(Samples samples, int i, boolean starts) {
    return Resets.between(at(samples, i - 1), at(samples, i))
        || (starts && StartTimes.reset(samples, i));
  }

  private static void note(RangeInput in, FloatHistogram.Outcome outcome, String operation) {
    if (outcome.boundsDiffered()) {
      in.annotations()
          .info("mismatched custom buckets were reconciled during " + operation, in.span());
    }
  }

  private static void warnNotCounter(RangeInput in) {
    in.annotations()
        .warn("this native histogram metric is not a counter: ", "", in.metricName(), in.span());
  }

  private static Histogram at(Samples samples, int i) {
    return requireNonNull(samples.histogram(i));
  }
}
