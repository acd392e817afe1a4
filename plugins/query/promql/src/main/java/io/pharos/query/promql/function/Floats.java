package io.pharos.query.promql.function;

import io.pharos.query.promql.series.Samples;

/**
 * The floats of a window in a row, for functions that ignore histograms. Confined to one thread.
 */
final class Floats {
  double[] values = new double[0];
  long[] times = new long[0];
  int from;
  int to;

  private Floats() {}

  /** The floats of a window, in place where all of them are; notes histograms beside floats. */
  static Floats of(RangeInput in, int from, int to) {
    Samples samples = in.samples();
    Floats floats = new Floats();
    if (!samples.hasHistograms()) {
      floats.values = samples.values();
      floats.times = samples.times();
      floats.from = from;
      floats.to = to;
      return floats;
    }
    floats.values = new double[to - from];
    floats.times = new long[to - from];
    for (int i = from; i < to; i++) {
      if (samples.histogram(i) == null) {
        floats.values[floats.to] = samples.values()[i];
        floats.times[floats.to++] = samples.times()[i];
      }
    }
    if (floats.to > 0 && floats.to < to - from) {
      in.annotations()
          .info(
              "ignored histograms in a range containing both floats and histograms",
              " for metric name ",
              in.metricName(),
              in.span());
    }
    return floats;
  }

  int size() {
    return to - from;
  }
}
