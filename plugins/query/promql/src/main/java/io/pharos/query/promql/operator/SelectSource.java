package io.pharos.query.promql.operator;

import static java.util.Objects.requireNonNull;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.StaleMarker;
import io.pharos.query.promql.ast.Expr.Edges;
import io.pharos.query.promql.function.Edged;
import io.pharos.query.promql.histogram.FloatHistogram;
import io.pharos.query.promql.histogram.Resets;
import io.pharos.query.promql.plan.Node;
import io.pharos.query.promql.series.Column;
import io.pharos.query.promql.series.Samples;
import io.pharos.query.promql.series.Steps;
import io.pharos.query.promql.series.Window;
import io.pharos.spi.storage.SelectHints;
import java.util.Arrays;

/** The newest sample of each series at each step, within the lookback and unless it is stale. */
final class SelectSource extends SeriesSource {
  /** What is taken of a sample. */
  enum What {
    VALUE,
    /** Its time in seconds. */
    TIME,
    /** Its start timestamp in seconds. */
    START_TIME
  }

  private final Evaluation evaluation;
  private final Node.Select select;
  private final Steps steps;
  private final Window window;
  private final Selection selection;
  private final What what;
  private final SampleCounts counts;
  private final int place;

  SelectSource(Evaluation evaluation, Node.Select select, Steps steps, What what) {
    this.evaluation = evaluation;
    this.select = select;
    this.steps = steps;
    this.what = what;
    long lookback = evaluation.settings().lookback();
    this.window = new Window(lookback, select.offset(), select.at());
    this.place = evaluation.nextOperator();
    this.counts = evaluation.counts();
    boolean smoothed = select.edges() == Edges.SMOOTHED;
    this.selection =
        Selection.of(
            evaluation,
            select,
            window.start(steps.start()) + 1,
            window.end(steps.end()) + (smoothed ? lookback : 0),
            (steps.count() == 1 || select.at() != null) && !smoothed && !select.countsAlone()
                ? SelectHints.Want.NEWEST
                : SelectHints.Want.SAMPLES,
            0);
  }

  /** What a thread keeps from series to series. */
  private static final class Place {
    final Samples samples = new Samples();
    private final Steps steps;
    private final Window window;
    private final int[] newest;
    private long[] times = new long[0];
    private int count = -1;

    Place(Steps steps, Window window) {
      this.steps = steps;
      this.window = window;
      this.newest = new int[steps.count()];
    }

    /**
     * The newest sample at each step, -1 for none. Neighbours often have the same times; then these
     * are the same too.
     */
    int[] newest() {
      int size = samples.size();
      long[] theirs = samples.times();
      if (size == count && Arrays.equals(theirs, 0, size, times, 0, size)) {
        return newest;
      }
      if (times.length < size) {
        times = new long[theirs.length];
      }
      System.arraycopy(theirs, 0, times, 0, size);
      count = size;
      int next = 0;
      for (int step = 0; step < newest.length; step++) {
        long end = window.end(steps.at(step));
        while (next < size && theirs[next] <= end) {
          next++;
        }
        newest[step] = next > 0 && theirs[next - 1] > end - window.range() ? next - 1 : -1;
      }
      return newest;
    }
  }

  @Override
  int size() {
    return selection.size();
  }

  @Override
  Labels labels(int index) {
    Labels labels = selection.at(index).labels();
    return what == What.VALUE || evaluation.settings().delayedNames()
        ? labels
        : withoutName(labels);
  }

  @Override
  int group(int index) {
    return selection.at(index).group();
  }

  @Override
  boolean distinctWithoutName() {
    return selection.distinctWithoutName();
  }

  @Override
  boolean dropsName(int index) {
    return what != What.VALUE && evaluation.settings().delayedNames();
  }

  @Override
  void read(int index, Scratch scratch, Column into) {
    Place here = scratch.place(place, () -> new Place(steps, window));
    Samples samples = here.samples;
    samples.read(selection.at(index));
    evaluation.read(samples.size());
    if (select.edges() == Edges.SMOOTHED) {
      samples.dropStale();
      smooth(index, samples, into);
    } else {
      if (select.countsAlone()) {
        samples.compareResets();
      }
      newest(samples, here.newest(), into);
    }
    counts.looked(into);
  }

  private void newest(Samples samples, int[] newestAt, Column into) {
    long[] times = samples.times();
    double[] values = samples.values();
    boolean histograms = samples.hasHistograms();
    for (int step = 0; step < newestAt.length; step++) {
      int newest = newestAt[step];
      if (newest < 0) {
        continue;
      }
      Histogram histogram = histograms ? samples.histogram(newest) : null;
      if (histogram == null ? StaleMarker.is(values[newest]) : histogram.isStale()) {
        continue;
      }
      switch (what) {
        case VALUE -> {
          if (histogram == null) {
            into.set(step, values[newest]);
          } else {
            into.set(step, histogram);
          }
        }
        case TIME -> into.set(step, times[newest] / 1000.0);
        case START_TIME -> into.set(step, samples.startTime(newest) / 1000.0);
      }
    }
  }

  private void smooth(int index, Samples samples, Column into) {
    long[] times = samples.times();
    int size = samples.size();
    int next = 0;
    for (int step = 0; step < steps.count(); step++) {
      long moment = window.end(steps.at(step));
      while (next < size && times[next] <= moment) {
        next++;
      }
      int before = next - 1;
      if (before < 0 || times[before] <= moment - window.range()) {
        continue;
      }
      boolean between =
          times[before] < moment && next < size && times[next] <= moment + window.range();
      if (between) {
        interpolate(index, samples, before, moment, step, into);
      } else {
        Histogram histogram = samples.histogram(before);
        if (histogram == null) {
          into.set(step, samples.values()[before]);
        } else {
          into.set(step, histogram);
        }
      }
    }
  }

  private void interpolate(
      int index, Samples samples, int before, long moment, int step, Column into) {
    long[] times = samples.times();
    double share = (double) (moment - times[before]) / (times[before + 1] - times[before]);
    Histogram left = samples.histogram(before);
    Histogram right = samples.histogram(before + 1);
    if (left == null && right == null) {
      double a = samples.values()[before];
      double b = samples.values()[before + 1];
      into.set(step, a + (b - a) * share);
      return;
    }
    if (left == null || right == null) {
      evaluation
          .annotations()
          .warn(
              "encountered a mix of histograms and floats",
              " for metric name ",
              labels(index).metricName(),
              select.span());
      return;
    }
    Histogram value = null;
    if (FloatHistogram.compatible(left, right)) {
      boolean reset = Resets.between(requireNonNull(left), requireNonNull(right));
      value = Edged.interpolate(left, right, share, reset);
    }
    if (value == null) {
      evaluation
          .annotations()
          .warn(
              "vector contains a mix of histograms with exponential and custom buckets schemas",
              " for metric name ",
              labels(index).metricName(),
              select.span());
    } else {
      into.set(step, value);
    }
  }
}
