package io.pharos.query.promql.function;

import io.pharos.model.label.Labels;
import io.pharos.query.promql.annotation.Annotations;
import io.pharos.query.promql.lexer.Span;
import io.pharos.query.promql.series.Samples;
import io.pharos.query.promql.series.Steps;
import io.pharos.query.promql.series.Window;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one series with the windows of all steps, for range functions. The window of step
 * i holds the samples from {@code from()[i]} to before {@code to()[i]}; both rise. Reused from
 * series to series. Confined to one thread.
 */
public final class RangeInput {
  private final Steps steps;
  private final Window window;
  private final List<double[]> scalars;
  private final Annotations annotations;
  private final List<Span> spans;
  private final boolean startTimes;
  private final boolean typeLabels;
  private final @Nullable String commonName;
  private final int[] from;
  private final int[] to;
  private Samples samples = new Samples();
  private Supplier<Labels> labels = Labels::empty;

  /**
   * For one call.
   *
   * @param scalars the values of scalar arguments at all steps, in their order
   * @param spans where the arguments stand: the range, then the scalars
   * @param startTimes whether start timestamps count as resets
   * @param typeLabels whether the label {@code __type__} says what a metric is
   * @param commonName the metric name of all series, null where they may differ
   */
  public RangeInput(
      Steps steps,
      Window window,
      List<double[]> scalars,
      Annotations annotations,
      List<Span> spans,
      boolean startTimes,
      boolean typeLabels,
      @Nullable String commonName) {
    this.steps = steps;
    this.window = window;
    this.scalars = scalars;
    this.annotations = annotations;
    this.spans = spans;
    this.startTimes = startTimes;
    this.typeLabels = typeLabels;
    this.commonName = commonName;
    this.from = new int[steps.count()];
    this.to = new int[steps.count()];
  }

  /** Takes the next series. */
  public RangeInput of(Samples next, Supplier<Labels> theirLabels) {
    samples = next;
    labels = theirLabels;
    long[] times = next.times();
    int size = next.size();
    int first = 0;
    int end = 0;
    for (int step = 0; step < from.length; step++) {
      long moment = steps.at(step);
      long windowEnd = window.end(moment);
      long windowStart = windowEnd - window.range();
      while (end < size && times[end] <= windowEnd) {
        end++;
      }
      while (first < end && times[first] <= windowStart) {
        first++;
      }
      from[step] = first;
      to[step] = end;
    }
    return this;
  }

  /** The most samples that one window holds. */
  public int largestWindow() {
    int largest = 0;
    for (int i = 0; i < from.length; i++) {
      largest = Math.max(largest, to[i] - from[i]);
    }
    return largest;
  }

  public Samples samples() {
    return samples;
  }

  public int steps() {
    return from.length;
  }

  int[] from() {
    return from;
  }

  int[] to() {
    return to;
  }

  /** The number of samples that the windows hold together. */
  public long windowSamples() {
    long all = 0;
    for (int i = 0; i < from.length; i++) {
      all += to[i] - from[i];
    }
    return all;
  }

  /** The number of samples in the window of a step. */
  public int windowSamples(int step) {
    return to[step] - from[step];
  }

  /** The number of samples that are in a window and not in one before it. */
  public long newSamples() {
    long all = 0;
    for (int i = 0; i < from.length; i++) {
      all += newSamples(i);
    }
    return all;
  }

  /** The number of samples in the window of a step that no window before it holds. */
  public int newSamples(int step) {
    return to[step] - (step == 0 ? from[step] : Math.max(from[step], to[step - 1]));
  }

  /** The index behind the last sample in the window of a step. */
  public int endOf(int step) {
    return to[step];
  }

  long stepTime(int step) {
    return steps.at(step);
  }

  long windowEnd(int step) {
    return window.end(steps.at(step));
  }

  long windowStart(int step) {
    return window.start(steps.at(step));
  }

  double rangeSeconds() {
    return window.range() / 1000.0;
  }

  double scalar(int argument, int step) {
    return scalars.get(argument)[step];
  }

  Annotations annotations() {
    return annotations;
  }

  /** Where the range argument stands. */
  Span span() {
    return spans.getFirst();
  }

  Span scalarSpan(int argument) {
    return spans.get(argument + 1);
  }

  boolean usesStartTimes() {
    return startTimes && samples.hasStartTimes();
  }

  boolean typeLabels() {
    return typeLabels;
  }

  /** The metric name, for annotations. */
  String metricName() {
    return commonName == null ? labels.get().metricName() : commonName;
  }

  Labels labels() {
    return labels.get();
  }

  void warnMixed() {
    annotations.warn(
        "encountered a mix of histograms and floats", " for metric name ", metricName(), span());
  }

  void warnMixedSchemas() {
    annotations.warn(
        "vector contains a mix of histograms with exponential and custom buckets schemas",
        " for metric name ",
        metricName(),
        span());
  }
}
