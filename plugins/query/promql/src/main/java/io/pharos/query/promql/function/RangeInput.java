package io.pharos.query.promql.function;

import io.pharos.model.label.Labels;
import io.pharos.query.promql.annotation.Annotations;
import io.pharos.query.promql.lexer.Span;
import io.pharos.query.promql.series.Samples;
import io.pharos.query.promql.series.Steps;
import io.pharos.query.promql.series.Window;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one series with the windows of all steps, for range functions. The window of step
 * i holds the samples from {@code from()[i]} to before {@code to()[i]}; both rise. Reused from
 * series to series. Confined to one thread.
 */
public final class RangeInput {
  /** Windows of more samples on average slide. */
  private static final int SHORT = 32;

  /** After looking at so many samples a function sees whether the query is to end. */
  private static final int CHECK_AFTER = 1 << 16;

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
  private final ExtrapolationEdges edges;
  private final Runnable check;
  private final double[][] rooms = new double[4][0];
  private int looked;
  private long[] times = new long[0];
  private int timeCount = -1;
  private long windowSamples;
  private int largestWindow;
  private int smallestWindow;
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
   * @param check throws if the query is to end
   */
  public RangeInput(
      Steps steps,
      Window window,
      List<double[]> scalars,
      Annotations annotations,
      List<Span> spans,
      boolean startTimes,
      boolean typeLabels,
      @Nullable String commonName,
      Runnable check) {
    this.steps = steps;
    this.window = window;
    this.scalars = scalars;
    this.annotations = annotations;
    this.spans = spans;
    this.startTimes = startTimes;
    this.typeLabels = typeLabels;
    this.commonName = commonName;
    this.check = check;
    this.from = new int[steps.count()];
    this.to = new int[steps.count()];
    this.edges = new ExtrapolationEdges(steps, window);
  }

  /**
   * Takes the next series. Neighbours often have the same times; then the windows are the same too.
   */
  public RangeInput of(Samples next, Supplier<Labels> theirLabels) {
    samples = next;
    labels = theirLabels;
    int size = next.size();
    if (size != timeCount || !Arrays.equals(next.times(), 0, size, times, 0, size)) {
      if (times.length < size) {
        times = new long[Math.max(size, next.times().length)];
      }
      System.arraycopy(next.times(), 0, times, 0, size);
      timeCount = size;
      findWindows();
      edges.forget();
    }
    return this;
  }

  private void findWindows() {
    long[] times = this.times;
    int size = timeCount;
    int first = 0;
    int end = 0;
    long all = 0;
    int largest = 0;
    int smallest = Integer.MAX_VALUE;
    for (int step = 0; step < from.length; step++) {
      long windowEnd = window.end(steps.at(step));
      long windowStart = windowEnd - window.range();
      while (end < size && times[end] <= windowEnd) {
        end++;
      }
      while (first < end && times[first] <= windowStart) {
        first++;
      }
      from[step] = first;
      to[step] = end;
      all += end - first;
      largest = Math.max(largest, end - first);
      smallest = Math.min(smallest, end - first);
    }
    smallestWindow = smallest;
    windowSamples = all;
    largestWindow = largest;
  }

  /** One of four columns of at least so many numbers, with what was left in it. */
  double[] room(int number, int size) {
    if (rooms[number].length < size) {
      rooms[number] = new double[size + size / 4];
    }
    return rooms[number];
  }

  /** The most samples that one window holds. */
  public int largestWindow() {
    return largestWindow;
  }

  /** Tells of samples that a function has looked at; it ends here if the query is to end. */
  void looked(int samples) {
    looked += samples;
    if (looked > CHECK_AFTER) {
      looked = 0;
      check.run();
    }
  }

  /** The least samples that one window holds. */
  int smallestWindow() {
    return smallestWindow;
  }

  /** How far differences over these windows are extrapolated. */
  ExtrapolationEdges edges() {
    return edges;
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
    return windowSamples;
  }

  /**
   * Whether windows hold so many samples, and share so many, that a running state pays. Short ones
   * are gone through one by one, in the order of operations that gives the original's last digits.
   */
  boolean slides() {
    return !samples.hasHistograms()
        && windowSamples > (long) SHORT * steps()
        && windowSamples > 2L * samples.size();
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
