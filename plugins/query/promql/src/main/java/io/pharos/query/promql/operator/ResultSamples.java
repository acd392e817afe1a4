package io.pharos.query.promql.operator;

import io.pharos.model.sample.Histogram;
import io.pharos.query.promql.histogram.HistogramWeight;
import io.pharos.query.promql.series.Samples;
import io.pharos.spi.query.ResultSeries;
import org.jspecify.annotations.Nullable;

/** Takes the samples of a window out as a series of a result. */
final class ResultSamples {
  private ResultSamples() {}

  /** How many samples a series counts for where samples are limited. */
  static long weight(ResultSeries series) {
    long weight = 0;
    for (int i = 0; i < series.size(); i++) {
      Histogram histogram = series.histogram(i);
      weight += histogram == null ? 1 : HistogramWeight.of(histogram);
    }
    return weight;
  }

  /** The samples after {@code start} up to {@code end}. */
  static ResultSeries of(SampleSource source, int index, Scratch scratch, long start, long end) {
    Samples samples = source.read(index, scratch);
    int from = 0;
    int to = samples.size();
    while (from < to && samples.times()[from] <= start) {
      from++;
    }
    while (to > from && samples.times()[to - 1] > end) {
      to--;
    }
    int size = to - from;
    long[] times = new long[size];
    double[] values = new double[size];
    Histogram @Nullable [] histograms = samples.hasHistograms() ? new Histogram[size] : null;
    System.arraycopy(samples.times(), from, times, 0, size);
    System.arraycopy(samples.values(), from, values, 0, size);
    for (int i = 0; histograms != null && i < size; i++) {
      Histogram histogram = samples.histogram(from + i);
      if (histogram != null) {
        histograms[i] = histogram;
      }
    }
    var labels = source.labels(index);
    return new ResultSeries(
        source.dropsName(index) ? SeriesSource.withoutName(labels) : labels,
        times,
        values,
        histograms,
        size);
  }
}
