package io.pharos.toolkit.exposition;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;
import io.pharos.toolkit.wire.ProtoReader;
import io.pharos.toolkit.wire.WireException;
import java.util.Arrays;

/**
 * The fields of a histogram in a protobuf exposition, classic and native. Confined to one thread.
 */
final class HistogramParts {
  private static final int FIXED = ProtoReader.FIXED64;
  private static final int VARINT = ProtoReader.VARINT;

  double count;
  double sum;
  private boolean integer;
  private int schema;
  private double zeroThreshold;
  private double zeroCount;
  private int[] negativeSpans;
  private int[] positiveSpans;
  private double[] negative;
  private double[] positive;

  /** Bounds and cumulative counts of classic buckets, and where their exemplars stand: from, to. */
  double[] bounds = new double[16];

  double[] counts = new double[16];
  int[] bucketExemplars = new int[32];
  int buckets;

  int[] exemplars = new int[8];
  int exemplarCount;

  HistogramParts() {
    negativeSpans = new int[0];
    positiveSpans = new int[0];
    negative = new double[0];
    positive = new double[0];
  }

  /** Reads the fields of a message. */
  void read(ProtoReader in) throws WireException {
    reset();
    for (int field = in.field("Histogram"); field != 0; field = in.field("Histogram")) {
      switch (field) {
        case 1 -> {
          in.expect(VARINT, "SampleCount");
          count = integer ? in.varint() : keep(in.varint(), count);
        }
        case 2 -> {
          in.expect(FIXED, "SampleSum");
          sum = in.fixedDouble();
        }
        case 3 -> bucket(in);
        case 4 -> {
          in.expect(FIXED, "SampleCountFloat");
          double value = in.fixedDouble();
          if (value > 0) {
            count = value;
            integer = false;
          }
        }
        case 5 -> {
          in.expect(VARINT, "Schema");
          schema = (int) in.zigzag();
        }
        case 6 -> {
          in.expect(FIXED, "ZeroThreshold");
          zeroThreshold = in.fixedDouble();
        }
        case 7 -> {
          in.expect(VARINT, "ZeroCount");
          zeroCount = integer ? in.varint() : keep(in.varint(), zeroCount);
        }
        case 8 -> {
          in.expect(FIXED, "ZeroCountFloat");
          double value = in.fixedDouble();
          if (value > 0) {
            zeroCount = value;
            integer = false;
          }
        }
        case 9 -> negativeSpans = span(in, negativeSpans);
        case 10 -> negative = deltas(in, negative);
        case 11 -> negative = doubles(in, negative);
        case 12 -> positiveSpans = span(in, positiveSpans);
        case 13 -> positive = deltas(in, positive);
        case 14 -> positive = doubles(in, positive);
        case 16 -> {
          in.expect(ProtoReader.LENGTH, "Exemplars");
          if (2 * exemplarCount == exemplars.length) {
            exemplars = Arrays.copyOf(exemplars, 2 * exemplars.length);
          }
          exemplarCount = place(in, exemplars, exemplarCount);
        }
        default -> in.skipField();
      }
    }
  }

  private void reset() {
    count = 0;
    sum = 0;
    integer = true;
    schema = 0;
    zeroThreshold = 0;
    zeroCount = 0;
    negativeSpans = new int[0];
    positiveSpans = new int[0];
    negative = new double[0];
    positive = new double[0];
    buckets = 0;
    exemplarCount = 0;
  }

  /** The whole number is without meaning where the other form is stated. */
  private static double keep(long unused, double stated) {
    return stated;
  }

  /** Whether there is a native histogram. */
  boolean isNative() {
    return positiveSpans.length > 0
        || negativeSpans.length > 0
        || zeroThreshold > 0
        || zeroCount > 0;
  }

  /**
   * The native histogram.
   *
   * @throws ExpositionException if spans and counts do not fit
   */
  Histogram build(String name, boolean gauge) throws ExpositionException {
    fit(name, "positive", positiveSpans, positive);
    fit(name, "negative", negativeSpans, negative);
    return Histogram.builder()
        .schema(schema)
        .integer(integer)
        .resetHint(gauge ? ResetHint.GAUGE : ResetHint.UNKNOWN)
        .zero(zeroThreshold, zeroCount)
        .count(count)
        .sum(sum)
        .positive(positiveSpans, positive)
        .negative(negativeSpans, negative)
        .build();
  }

  private static void fit(String name, String side, int[] spans, double[] counts)
      throws ExpositionException {
    long required = 0;
    for (int i = 0; i < spans.length; i += 2) {
      if (i > 0 && spans[i] < 0) {
        throw new ExpositionException(
            "histogram "
                + GoQuote.quote(name)
                + ": "
                + side
                + " side: span number "
                + (i / 2 + 1)
                + " with offset "
                + spans[i]
                + ": histogram has a span whose offset is negative");
      }
      required += spans[i + 1] & 0xffffffffL;
    }
    if (required != counts.length) {
      throw new ExpositionException(
          "histogram "
              + GoQuote.quote(name)
              + ": "
              + side
              + " side: spans require "
              + required
              + " buckets, have "
              + counts.length);
    }
  }

  private void bucket(ProtoReader in) throws WireException {
    in.expect(ProtoReader.LENGTH, "Bucket");
    int outer = in.enter(in.length());
    if (buckets == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * buckets);
      counts = Arrays.copyOf(counts, 2 * buckets);
      bucketExemplars = Arrays.copyOf(bucketExemplars, 4 * buckets);
    }
    int at = buckets++;
    bounds[at] = 0;
    counts[at] = 0;
    bucketExemplars[2 * at] = -1;
    for (int field = in.field("Bucket"); field != 0; field = in.field("Bucket")) {
      switch (field) {
        case 1 -> {
          in.expect(VARINT, "CumulativeCount");
          counts[at] = Math.max(counts[at], (double) in.varint());
        }
        case 2 -> {
          in.expect(FIXED, "UpperBound");
          bounds[at] = in.fixedDouble();
        }
        case 3 -> {
          in.expect(ProtoReader.LENGTH, "Exemplar");
          place(in, bucketExemplars, at);
        }
        case 4 -> {
          in.expect(FIXED, "CumulativeCountFloat");
          counts[at] = Math.max(counts[at], in.fixedDouble());
        }
        default -> in.skipField();
      }
    }
    in.leave(outer);
  }

  /** Remembers where a message stands; answers the next place. */
  private static int place(ProtoReader in, int[] places, int index) throws WireException {
    int length = in.length();
    places[2 * index] = in.position();
    places[2 * index + 1] = in.position() + length;
    in.skip(length);
    return index + 1;
  }

  private static int[] span(ProtoReader in, int[] spans) throws WireException {
    in.expect(ProtoReader.LENGTH, "Span");
    int outer = in.enter(in.length());
    int[] longer = Arrays.copyOf(spans, spans.length + 2);
    for (int field = in.field("BucketSpan"); field != 0; field = in.field("BucketSpan")) {
      switch (field) {
        case 1 -> longer[spans.length] = (int) in.zigzag();
        case 2 -> longer[spans.length + 1] = (int) in.varint();
        default -> in.skipField();
      }
    }
    in.leave(outer);
    return longer;
  }

  private static double[] deltas(ProtoReader in, double[] before) throws WireException {
    if (in.type() == VARINT) {
      double[] longer = Arrays.copyOf(before, before.length + 1);
      longer[before.length] = last(before, before.length) + in.zigzag();
      return longer;
    }
    in.expect(ProtoReader.LENGTH, "Delta");
    int length = in.length();
    int outer = in.enter(length);
    double[] longer = Arrays.copyOf(before, before.length + length);
    int size = before.length;
    int end = in.position() + length;
    while (in.position() < end) {
      longer[size] = last(longer, size) + in.zigzag();
      size++;
    }
    in.leave(outer);
    return Arrays.copyOf(longer, size);
  }

  private static double last(double[] counts, int size) {
    return size == 0 ? 0 : counts[size - 1];
  }

  private static double[] doubles(ProtoReader in, double[] before) throws WireException {
    if (in.type() == FIXED) {
      double[] longer = Arrays.copyOf(before, before.length + 1);
      longer[before.length] = in.fixedDouble();
      return longer;
    }
    in.expect(ProtoReader.LENGTH, "Count");
    int length = in.length();
    int outer = in.enter(length);
    double[] longer = Arrays.copyOf(before, before.length + length / 8);
    for (int i = before.length; i < longer.length; i++) {
      longer[i] = in.fixedDouble();
    }
    in.leave(outer);
    return longer;
  }
}
