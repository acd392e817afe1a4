package io.pharos.query.promql.operator;

import io.pharos.model.sample.Histogram;
import io.pharos.query.promql.function.RangeInput;
import io.pharos.query.promql.histogram.HistogramWeight;
import io.pharos.query.promql.series.Column;
import io.pharos.query.promql.series.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts samples as the original does: those that each step looks at, and of these the ones that
 * the step before it had not; a histogram counts by its size. Thread-safe.
 */
final class SampleCounts {
  private final LongAdder looked = new LongAdder();
  private final LongAdder read = new LongAdder();
  private final @Nullable AtomicLongArray lookedPerStep;
  private final @Nullable AtomicLongArray readPerStep;

  /** Where all counts go too, at each of its steps; null for none. */
  private final @Nullable SampleCounts repeatedIn;

  /** Where all counts go too, as they are; null for none. */
  private final @Nullable SampleCounts forwardedTo;

  private final int steps;

  private SampleCounts(
      int steps,
      boolean perStep,
      @Nullable SampleCounts repeatedIn,
      @Nullable SampleCounts forwardedTo) {
    this.steps = steps;
    this.forwardedTo = forwardedTo;
    this.lookedPerStep = perStep ? new AtomicLongArray(steps) : null;
    this.readPerStep = perStep ? new AtomicLongArray(steps) : null;
    this.repeatedIn = repeatedIn;
  }

  /** For a query of so many steps. */
  static SampleCounts of(int steps, boolean perStep) {
    return new SampleCounts(steps, perStep, null, null);
  }

  /** For the inside of a subquery, whose values are counted by what is around it. */
  static SampleCounts unheard() {
    return new SampleCounts(0, false, null, null);
  }

  /** For what is computed once and holds at every step: read once, looked at by each. */
  SampleCounts repeated() {
    return new SampleCounts(1, false, this, null);
  }

  /** Counts here all the same, and remembers what it was, for a part that is used again. */
  SampleCounts recorded() {
    return new SampleCounts(steps, lookedPerStep != null, null, this);
  }

  /** What was recorded is looked at once more. */
  void again(SampleCounts recorded) {
    add(recorded.looked(), recorded.read());
    if (recorded.lookedPerStep != null && recorded.readPerStep != null) {
      int count = Math.min(steps, recorded.steps);
      for (int step = 0; step < count; step++) {
        add(step, recorded.lookedPerStep.get(step), recorded.readPerStep.get(step));
      }
    }
  }

  /** The steps looked at the values of a column. */
  void looked(Column column) {
    long weight = column.weight();
    add(weight, weight);
    if (lookedPerStep != null) {
      for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
        long one = weight(column.histogram(step));
        add(step, one, one);
      }
    }
  }

  /** The steps looked at the samples of their windows. */
  void looked(RangeInput input) {
    Samples samples = input.samples();
    if (!samples.hasHistograms()) {
      add(input.windowSamples(), input.newSamples());
      for (int step = 0; lookedPerStep != null && step < input.steps(); step++) {
        add(step, input.windowSamples(step), input.newSamples(step));
      }
      return;
    }
    long[] upTo = new long[samples.size() + 1];
    for (int i = 0; i < samples.size(); i++) {
      upTo[i + 1] = upTo[i] + weight(samples.histogram(i));
    }
    for (int step = 0; step < input.steps(); step++) {
      int end = input.endOf(step);
      long all = upTo[end] - upTo[end - input.windowSamples(step)];
      long fresh = upTo[end] - upTo[end - input.newSamples(step)];
      add(all, fresh);
      add(step, all, fresh);
    }
  }

  /** The one step of an instant query looked at so much. */
  void looked(long weight) {
    add(weight, weight);
    add(0, weight, weight);
  }

  private static long weight(@Nullable Histogram histogram) {
    return histogram == null ? 1 : HistogramWeight.of(histogram);
  }

  private void add(long moreLooked, long moreRead) {
    looked.add(moreLooked);
    read.add(moreRead);
    if (repeatedIn != null) {
      repeatedIn.addAtEachStep(moreLooked, moreRead);
    }
    if (forwardedTo != null) {
      forwardedTo.add(moreLooked, moreRead);
    }
  }

  private void add(int step, long moreLooked, long moreRead) {
    if (lookedPerStep != null && readPerStep != null) {
      lookedPerStep.addAndGet(step, moreLooked);
      readPerStep.addAndGet(step, moreRead);
    }
    if (forwardedTo != null) {
      forwardedTo.add(step, moreLooked, moreRead);
    }
  }

  private void addAtEachStep(long lookedOnce, long readOnce) {
    add(lookedOnce * steps, readOnce);
    if (lookedPerStep != null && steps > 0) {
      add(0, 0, readOnce);
      for (int step = 0; step < steps; step++) {
        add(step, lookedOnce, 0);
      }
    }
  }

  long looked() {
    return looked.sum();
  }

  long read() {
    return read.sum();
  }

  List<Long> lookedPerStep() {
    return list(lookedPerStep);
  }

  List<Long> readPerStep() {
    return list(readPerStep);
  }

  private static List<Long> list(@Nullable AtomicLongArray counts) {
    if (counts == null) {
      return List.of();
    }
    List<Long> list = new ArrayList<>(counts.length());
    for (int i = 0; i < counts.length(); i++) {
      list.add(counts.get(i));
    }
    return list;
  }
}
