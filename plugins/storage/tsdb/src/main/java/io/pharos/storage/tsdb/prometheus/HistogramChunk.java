package io.pharos.storage.tsdb.prometheus;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.storage.SampleBatch;
import java.util.List;

/**
 * Chunks of histograms of one layout: whole counts as differences of differences, others as XOR. A
 * chunk says of its first histogram whether a reset lies before it, and none lies inside; read back
 * the first is of unknown relation, for what was before it may be gone. Confined to one thread.
 */
final class HistogramChunk {
  static final int WHOLE = 2;
  static final int FLOATS = 3;

  private static final int RESET = 0x80;
  private static final int NOT_RESET = 0x40;
  private static final int GAUGE = 0xC0;

  private final XorValue sum = new XorValue();

  /** Appends all samples of a chunk of whole counts. */
  void decodeWhole(BitSource source, SampleBatch batch) {
    int count = (int) source.bits(16);
    boolean isGauge = source.bits(8) == GAUGE;
    HistogramLayout layout = HistogramLayout.read(source);
    // time, count, count in the zero bucket, then the buckets
    int columns = 3 + layout.positive + layout.negative;
    long[] values = new long[columns];
    long[] steps = new long[columns];
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < 3; c++) {
        number(source, i, c, values, steps);
      }
      if (i == 0) {
        sum.start(source.bits(64));
      } else {
        sum.read(source);
      }
      if (StaleMarker.is(sum.value())) {
        batch.add(values[0], Histogram.builder().integer(true).sum(StaleMarker.VALUE).build());
        continue;
      }
      for (int c = 3; c < columns; c++) {
        number(source, i, c, values, steps);
      }
      Histogram.Builder h = start(layout, isGauge, i).integer(true).count((double) values[1]);
      h.zero(layout.zeroThreshold, (double) values[2]);
      h.positive(layout.positiveSpans, absolute(values, 3, layout.positive));
      h.negative(layout.negativeSpans, absolute(values, 3 + layout.positive, layout.negative));
      batch.add(values[0], h.build());
    }
  }

  private static void number(
      BitSource source, int sample, int column, long[] values, long[] steps) {
    boolean isCount = column == 1 || column == 2;
    if (sample == 0) {
      values[column] = isCount ? source.unsignedVarbit() : source.varbit();
    } else {
      if (sample == 1) {
        steps[column] = column == 0 ? source.unsignedVarbit() : source.varbit();
      } else {
        steps[column] += source.varbit();
      }
      values[column] += steps[column];
    }
  }

  /** Buckets are kept as differences to the bucket before. */
  private static double[] absolute(long[] values, int from, int count) {
    double[] counts = new double[count];
    long running = 0;
    for (int i = 0; i < count; i++) {
      running += values[from + i];
      counts[i] = (double) running;
    }
    return counts;
  }

  private Histogram.Builder start(HistogramLayout layout, boolean isGauge, int sample) {
    return Histogram.builder()
        .schema(layout.schema)
        .customBounds(layout.customBounds)
        .sum(sum.value())
        .resetHint(
            isGauge ? ResetHint.GAUGE : sample > 0 ? ResetHint.NOT_RESET : ResetHint.UNKNOWN);
  }

  /** Appends all samples of a chunk of float counts. */
  void decodeFloats(BitSource source, SampleBatch batch) {
    int count = (int) source.bits(16);
    boolean isGauge = source.bits(8) == GAUGE;
    HistogramLayout layout = HistogramLayout.read(source);
    long[] time = new long[1];
    long[] step = new long[1];
    // count, count in the zero bucket, sum, then the buckets
    XorValue[] values = values(3 + layout.positive + layout.negative);
    values[2] = sum;
    for (int i = 0; i < count; i++) {
      number(source, i, 0, time, step);
      for (int c = 0; c < 3; c++) {
        number(source, i, values[c]);
      }
      if (StaleMarker.is(sum.value())) {
        batch.add(time[0], Histogram.stale());
        continue;
      }
      for (int c = 3; c < values.length; c++) {
        number(source, i, values[c]);
      }
      Histogram.Builder h = start(layout, isGauge, i).count(values[0].value());
      h.zero(layout.zeroThreshold, values[1].value());
      h.positive(layout.positiveSpans, numbers(values, 3, layout.positive));
      h.negative(layout.negativeSpans, numbers(values, 3 + layout.positive, layout.negative));
      batch.add(time[0], h.build());
    }
  }

  private static XorValue[] values(int count) {
    XorValue[] values = new XorValue[count];
    for (int i = 0; i < count; i++) {
      values[i] = new XorValue();
    }
    return values;
  }

  private static void number(BitSource source, int sample, XorValue value) {
    if (sample == 0) {
      value.start(source.bits(64));
    } else {
      value.read(source);
    }
  }

  private static double[] numbers(XorValue[] values, int from, int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = values[from + i].value();
    }
    return numbers;
  }

  /** Whether a histogram may stand in a chunk behind another. */
  static boolean follows(Histogram before, Histogram next) {
    if (before.isInteger() != next.isInteger() || before.isStale()) {
      return before.isStale() && next.isStale() && before.isInteger() == next.isInteger();
    }
    boolean isGauge = before.resetHint() == ResetHint.GAUGE;
    if (next.isStale()) {
      return true;
    }
    if (isGauge != (next.resetHint() == ResetHint.GAUGE)
        || next.resetHint() == ResetHint.RESET
        || !HistogramLayout.of(before).isOf(next)) {
      return false;
    }
    return isGauge || next.resetHint() == ResetHint.NOT_RESET || !isReset(before, next);
  }

  private static boolean isReset(Histogram before, Histogram next) {
    return next.count() < before.count()
        || next.zeroCount() < before.zeroCount()
        || anyLess(next.positive(), before.positive())
        || anyLess(next.negative(), before.negative());
  }

  private static boolean anyLess(double[] next, double[] before) {
    for (int i = 0; i < next.length; i++) {
      if (next[i] < before[i]) {
        return true;
      }
    }
    return false;
  }

  /** Writes histograms of which each {@link #follows} the one before; answers the encoding. */
  int encode(List<Histogram> histograms, long[] times, int from, BitSink sink) {
    Histogram first = histograms.getFirst();
    HistogramLayout layout = HistogramLayout.of(first);
    sink.clear();
    sink.bits(histograms.size(), 16);
    sink.bits(
        switch (first.resetHint()) {
          case UNKNOWN -> 0;
          case RESET -> RESET;
          case NOT_RESET -> NOT_RESET;
          case GAUGE -> GAUGE;
        },
        8);
    layout.write(sink);
    if (first.isInteger()) {
      encodeWhole(histograms, times, from, layout, sink);
      return WHOLE;
    }
    encodeFloats(histograms, times, from, layout, sink);
    return FLOATS;
  }

  private void encodeWhole(
      List<Histogram> histograms, long[] times, int from, HistogramLayout layout, BitSink sink) {
    int columns = 3 + layout.positive + layout.negative;
    long[] next = new long[columns];
    long[] values = new long[columns];
    long[] steps = new long[columns];
    for (int i = 0; i < histograms.size(); i++) {
      Histogram h = histograms.get(i);
      next[0] = times[from + i];
      // a stale marker repeats the counts, so that it costs least
      next[1] = h.isStale() ? (i == 0 ? 0 : values[1] + steps[1]) : (long) h.count();
      next[2] = h.isStale() ? (i == 0 ? 0 : values[2] + steps[2]) : (long) h.zeroCount();
      for (int c = 0; c < 3; c++) {
        number(i, c, next, values, steps, sink);
      }
      sum(i, h.sum(), sink);
      if (h.isStale()) {
        continue;
      }
      differences(h.positive(), next, 3);
      differences(h.negative(), next, 3 + layout.positive);
      for (int c = 3; c < columns; c++) {
        number(i, c, next, values, steps, sink);
      }
    }
  }

  private static void differences(double[] counts, long[] into, int from) {
    long before = 0;
    for (int i = 0; i < counts.length; i++) {
      into[from + i] = (long) counts[i] - before;
      before = (long) counts[i];
    }
  }

  private static void number(
      int sample, int column, long[] next, long[] values, long[] steps, BitSink sink) {
    boolean isCount = column == 1 || column == 2;
    if (sample == 0) {
      if (isCount) {
        sink.unsignedVarbit(next[column]);
      } else {
        sink.varbit(next[column]);
      }
    } else {
      long step = next[column] - values[column];
      if (sample == 1 && column == 0) {
        sink.unsignedVarbit(step);
      } else {
        sink.varbit(sample == 1 ? step : step - steps[column]);
      }
      steps[column] = step;
    }
    values[column] = next[column];
  }

  private void sum(int sample, double value, BitSink sink) {
    if (sample == 0) {
      long bits = Double.doubleToRawLongBits(value);
      sink.bits(bits, 64);
      sum.start(bits);
    } else {
      sum.write(value, sink);
    }
  }

  private void encodeFloats(
      List<Histogram> histograms, long[] times, int from, HistogramLayout layout, BitSink sink) {
    XorValue[] values = values(3 + layout.positive + layout.negative);
    long[] next = new long[1];
    long[] time = new long[1];
    long[] step = new long[1];
    for (int i = 0; i < histograms.size(); i++) {
      Histogram h = histograms.get(i);
      next[0] = times[from + i];
      number(i, 0, next, time, step, sink);
      number(i, values[0], h.count(), sink);
      number(i, values[1], h.zeroCount(), sink);
      number(i, values[2], h.sum(), sink);
      if (h.isStale()) {
        continue;
      }
      for (int b = 0; b < layout.positive; b++) {
        number(i, values[3 + b], h.positive()[b], sink);
      }
      for (int b = 0; b < layout.negative; b++) {
        number(i, values[3 + layout.positive + b], h.negative()[b], sink);
      }
    }
  }

  private static void number(int sample, XorValue value, double next, BitSink sink) {
    if (sample == 0) {
      long bits = Double.doubleToRawLongBits(next);
      sink.bits(bits, 64);
      value.start(bits);
    } else {
      value.write(next, sink);
    }
  }
}
