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

  /** Where all counts go too; null for nowhere. */
  private final @Nullable SampleCounts outer;

  /** Whether they go there at each of its steps. */
  private final boolean repeated;

  private final int steps;

  private SampleCounts(
      int steps, boolean perStep, @Nullable SampleCounts outer, boolean repeated) {
    this.steps = steps;
    this.lookedPerStep = perStep ? new AtomicLongArray(steps) : null;
    this.readPerStep = perStep ? new AtomicLongArray(steps) : null;
    this.outer = outer;
    this.repeated = repeated;
  }

  /** For a query of so many steps. */
  static SampleCounts of(int steps, boolean perStep) {
    return new SampleCounts(steps, perStep, null, false);
  }

  /** For the inside of a subquery, whose values are counted by what is around it. */
  static SampleCounts unheard() {
    return new SampleCounts(0, false, null, false);
  }

  /** For what is computed once and holds at every step: read once, looked at by each. */
  SampleCounts repeated() {
    return new SampleCounts(1, false, this, true);
  }

  /** For a part whose counts are wanted by themselves too. */
  SampleCounts noted() {
    return new SampleCounts(steps, lookedPerStep != null, this, false);
  }

  /** Adds what was counted of another part of as many steps. */
  void add(SampleCounts other) {
    add(other.looked(), other.read());
    if (other.lookedPerStep != null && other.readPerStep != null) {
      for (int step = 0; step < steps; step++) {
        add(step, other.lookedPerStep.get(step), other.readPerStep.get(step));
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
    if (outer != null && repeated) {
      outer.addAtEachStep(moreLooked, moreRead);
    } else if (outer != null) {
      outer.add(moreLooked, moreRead);
    }
  }

  private void add(int step, long moreLooked, long moreRead) {
    if (lookedPerStep != null && readPerStep != null) {
      lookedPerStep.addAndGet(step, moreLooked);
      readPerStep.addAndGet(step, moreRead);
      if (outer != null) {
        outer.add(step, moreLooked, moreRead);
      }
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
