package io.pharos.storage.tsdb.chunk;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A column of native histograms that come back to the bit. Schema, spans and bounds stand once for
 * a run of histograms that share them; counts of integer histograms are whole numbers, as
 * differences from the histogram before; all else are raw doubles. Confined to one thread.
 */
public final class HistogramColumn {
  private static final int SAME_LAYOUT = 1;
  private static final int INTEGER = 2;
  private static final int HINT_SHIFT = 2;
  private static final int MAX_SPANS = 1 << 16;

  /** Writes the first {@code count} histograms. */
  public void encode(Histogram[] histograms, int count, Sink sink) {
    Histogram before = null;
    for (int i = 0; i < count; i++) {
      encodeOne(histograms[i], before, sink);
      before = histograms[i];
    }
  }

  /** Reads {@code count} histograms to {@code target[at ..]}. */
  public void decode(Source source, int count, @Nullable Histogram[] target, int at) {
    Histogram before = null;
    for (int i = 0; i < count; i++) {
      before = decodeOne(source, before);
      target[at + i] = before;
    }
  }

  private static void encodeOne(Histogram h, @Nullable Histogram before, Sink sink) {
    boolean same = before != null && sameLayout(h, before);
    boolean integer = h.isInteger() && isWhole(h);
    sink.u8(
        (same ? SAME_LAYOUT : 0)
            | (integer ? INTEGER : 0)
            | (code(h.resetHint()) << HINT_SHIFT)
            | (h.isInteger() ? 1 << 5 : 0));
    if (!same) {
      sink.zigzag(h.schema());
      sink.f64(h.zeroThreshold());
      spans(h.positiveSpans(), sink);
      spans(h.negativeSpans(), sink);
      sink.varint(h.customBounds().length);
      for (double bound : h.customBounds()) {
        sink.f64(bound);
      }
    }
    Histogram base = same && integer && before != null && isWhole(before) ? before : null;
    sink.f64(h.sum());
    number(h.count(), base == null ? 0 : base.count(), integer, sink);
    number(h.zeroCount(), base == null ? 0 : base.zeroCount(), integer, sink);
    numbers(h.positive(), base == null ? null : base.positive(), integer, sink);
    numbers(h.negative(), base == null ? null : base.negative(), integer, sink);
  }

  private static Histogram decodeOne(Source source, @Nullable Histogram before) {
    int flags = source.u8();
    boolean integer = (flags & INTEGER) != 0;
    Histogram.Builder h;
    int positiveCount;
    int negativeCount;
    int[] positiveSpans;
    int[] negativeSpans;
    double zeroThreshold;
    boolean same = (flags & SAME_LAYOUT) != 0;
    if (same) {
      if (before == null) {
        throw Source.corrupt();
      }
      h = before.toBuilder();
      positiveSpans = before.positiveSpans();
      negativeSpans = before.negativeSpans();
      positiveCount = before.positive().length;
      negativeCount = before.negative().length;
      zeroThreshold = before.zeroThreshold();
    } else {
      h = Histogram.builder().schema((int) source.zigzag());
      zeroThreshold = source.f64();
      positiveSpans = spans(source);
      negativeSpans = spans(source);
      positiveCount = covered(positiveSpans, source);
      negativeCount = covered(negativeSpans, source);
      double[] bounds = new double[checked(source.varint(), source)];
      for (int i = 0; i < bounds.length; i++) {
        bounds[i] = source.f64();
      }
      h.customBounds(bounds);
    }
    Histogram base = same && integer && before != null && isWhole(before) ? before : null;
    h.integer((flags & (1 << 5)) != 0).resetHint(hint((flags >> HINT_SHIFT) & 3));
    h.sum(source.f64());
    h.count(number(base == null ? 0 : base.count(), integer, source));
    h.zero(zeroThreshold, number(base == null ? 0 : base.zeroCount(), integer, source));
    h.positive(
        positiveSpans,
        numbers(positiveCount, base == null ? null : base.positive(), integer, source));
    h.negative(
        negativeSpans,
        numbers(negativeCount, base == null ? null : base.negative(), integer, source));
    return h.build();
  }

  private static int code(ResetHint hint) {
    return switch (hint) {
      case UNKNOWN -> 0;
      case RESET -> 1;
      case NOT_RESET -> 2;
      case GAUGE -> 3;
    };
  }

  private static ResetHint hint(int code) {
    return switch (code) {
      case 1 -> ResetHint.RESET;
      case 2 -> ResetHint.NOT_RESET;
      case 3 -> ResetHint.GAUGE;
      default -> ResetHint.UNKNOWN;
    };
  }

  private static boolean sameLayout(Histogram a, Histogram b) {
    return a.schema() == b.schema()
        && same(a.zeroThreshold(), b.zeroThreshold())
        && Arrays.equals(a.positiveSpans(), b.positiveSpans())
        && Arrays.equals(a.negativeSpans(), b.negativeSpans())
        && Arrays.equals(a.customBounds(), b.customBounds());
  }

  private static boolean isWhole(Histogram h) {
    return isWhole(h.count())
        && isWhole(h.zeroCount())
        && isWhole(h.positive())
        && isWhole(h.negative());
  }

  private static boolean isWhole(double[] values) {
    for (double value : values) {
      if (!isWhole(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWhole(double value) {
    return Math.abs(value) <= 1L << 53 && same((double) (long) value, value);
  }

  private static boolean same(double a, double b) {
    return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
  }

  private static void spans(int[] spans, Sink sink) {
    sink.varint(spans.length);
    for (int i = 0; i < spans.length; i++) {
      sink.zigzag(spans[i]);
    }
  }

  private static int[] spans(Source source) {
    int[] spans = new int[checked(source.varint(), source)];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = (int) source.zigzag();
    }
    return spans;
  }

  private static int covered(int[] spans, Source source) {
    long covered = 0;
    for (int i = 1; i < spans.length; i += 2) {
      covered += spans[i];
    }
    return checked(covered, source);
  }

  private static int checked(long count, Source source) {
    if (count < 0 || count > MAX_SPANS || count > source.remaining()) {
      throw Source.corrupt();
    }
    return (int) count;
  }

  private static void numbers(
      double[] values, double @Nullable [] base, boolean integer, Sink sink) {
    for (int i = 0; i < values.length; i++) {
      number(values[i], base == null ? 0 : base[i], integer, sink);
    }
  }

  private static double[] numbers(
      int count, double @Nullable [] base, boolean integer, Source source) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = number(base == null ? 0 : base[i], integer, source);
    }
    return values;
  }

  private static void number(double value, double base, boolean integer, Sink sink) {
    if (integer) {
      sink.zigzag((long) value - (long) base);
    } else {
      sink.f64(value);
    }
  }

  private static double number(double base, boolean integer, Source source) {
    return integer ? (double) ((long) base + source.zigzag()) : source.f64();
  }
}
