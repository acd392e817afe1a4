package io.pharos.storage.tsdb.prometheus;

import io.pharos.model.sample.Histogram;
import io.pharos.spi.error.StorageException;
import java.util.Arrays;

/** What all histograms of a chunk have in common. Immutable. */
final class HistogramLayout {
  private static final int MAX_BUCKETS = 1 << 20;
  private static final int WHOLE_THRESHOLD = 255;
  private static final int THRESHOLD_BIAS = 243;
  private static final int MOST_MILLIS = 33_554_430;
  private static final int[] NO_SPANS = {};
  private static final double[] NO_BOUNDS = {};

  final int schema;
  final double zeroThreshold;
  final int[] positiveSpans;
  final int[] negativeSpans;
  final double[] customBounds;
  final int positive;
  final int negative;

  private HistogramLayout(
      int schema, double zeroThreshold, int[] positiveSpans, int[] negativeSpans, double[] bounds) {
    this.schema = schema;
    this.zeroThreshold = zeroThreshold;
    this.positiveSpans = positiveSpans;
    this.negativeSpans = negativeSpans;
    customBounds = bounds;
    positive = covered(positiveSpans);
    negative = covered(negativeSpans);
  }

  /** The layout of a histogram; a stale marker has the empty one. */
  static HistogramLayout of(Histogram h) {
    return h.isStale()
        ? new HistogramLayout(0, 0, NO_SPANS, NO_SPANS, NO_BOUNDS)
        : new HistogramLayout(
            h.schema(), h.zeroThreshold(), h.positiveSpans(), h.negativeSpans(), h.customBounds());
  }

  boolean isOf(Histogram h) {
    return schema == h.schema()
        && Double.compare(zeroThreshold, h.zeroThreshold()) == 0
        && Arrays.equals(positiveSpans, h.positiveSpans())
        && Arrays.equals(negativeSpans, h.negativeSpans())
        && Arrays.equals(customBounds, h.customBounds());
  }

  static HistogramLayout read(BitSource source) {
    int code = (int) source.bits(8);
    double threshold =
        switch (code) {
          case 0 -> 0;
          case WHOLE_THRESHOLD -> Double.longBitsToDouble(source.bits(64));
          default -> Math.scalb(0.5, code - THRESHOLD_BIAS);
        };
    int schema = (int) source.varbit();
    int[] positive = spans(source);
    int[] negative = spans(source);
    double[] bounds = NO_BOUNDS;
    if (schema == Histogram.CUSTOM) {
      bounds = new double[checked(source.unsignedVarbit())];
      for (int i = 0; i < bounds.length; i++) {
        long millis = source.unsignedVarbit();
        bounds[i] = millis == 0 ? Double.longBitsToDouble(source.bits(64)) : (millis - 1) / 1000.0;
      }
    } else if (schema < Histogram.MIN_SCHEMA || schema > Histogram.MAX_SCHEMA) {
      throw new StorageException(
          StorageException.Code.CORRUPT,
          "a histogram has an unknown schema [schema=" + schema + "]");
    }
    return new HistogramLayout(schema, threshold, positive, negative, bounds);
  }

  private static int[] spans(BitSource source) {
    int[] spans = new int[2 * checked(source.unsignedVarbit())];
    for (int i = 0; i < spans.length; i += 2) {
      spans[i + 1] = checked(source.unsignedVarbit());
      spans[i] = (int) source.varbit();
    }
    checked(covered(spans));
    return spans;
  }

  private static int checked(long count) {
    if (count < 0 || count > MAX_BUCKETS) {
      throw new StorageException(
          StorageException.Code.CORRUPT,
          "a histogram has too many buckets [buckets=" + count + "]");
    }
    return (int) count;
  }

  private static int covered(int[] spans) {
    int covered = 0;
    for (int i = 1; i < spans.length; i += 2) {
      covered += spans[i];
    }
    return covered;
  }

  void write(BitSink sink) {
    int exponent = Math.getExponent(zeroThreshold) + 1 + THRESHOLD_BIAS;
    if (zeroThreshold == 0) {
      sink.bits(0, 8);
    } else if (exponent >= 1
        && exponent < WHOLE_THRESHOLD
        && Math.scalb(0.5, exponent - THRESHOLD_BIAS) == zeroThreshold) {
      sink.bits(exponent, 8);
    } else {
      sink.bits(WHOLE_THRESHOLD, 8);
      sink.bits(Double.doubleToRawLongBits(zeroThreshold), 64);
    }
    sink.varbit(schema);
    spans(positiveSpans, sink);
    spans(negativeSpans, sink);
    if (schema == Histogram.CUSTOM) {
      sink.unsignedVarbit(customBounds.length);
      for (double bound : customBounds) {
        bound(bound, sink);
      }
    }
  }

  private static void spans(int[] spans, BitSink sink) {
    sink.unsignedVarbit(spans.length / 2);
    for (int i = 0; i < spans.length; i += 2) {
      sink.unsignedVarbit(spans[i + 1]);
      sink.varbit(spans[i]);
    }
  }

  private static void bound(double bound, BitSink sink) {
    double millis = Math.rint(bound * 1000);
    boolean isShort = millis >= 0 && millis <= MOST_MILLIS && millis / 1000 == bound;
    sink.unsignedVarbit(isShort ? (long) millis + 1 : 0);
    if (!isShort) {
      sink.bits(Double.doubleToRawLongBits(bound), 64);
    }
  }
}
