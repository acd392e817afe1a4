package io.pharos.ingest.remotewrite;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;
import io.pharos.toolkit.wire.ProtoReader;
import io.pharos.toolkit.wire.WireException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A native histogram as it is sent. Immutable.
 *
 * @param histogram null where its parts do not fit together or its schema is not known
 * @param startTimestamp 0 for none
 */
record HistogramMessage(@Nullable Histogram histogram, long timestamp, long startTimestamp) {
  private static final ResetHint[] HINTS = {
    ResetHint.UNKNOWN, ResetHint.RESET, ResetHint.NOT_RESET, ResetHint.GAUGE
  };

  /** Reads the fields of one. */
  static HistogramMessage read(ProtoReader in) throws WireException {
    return new Reading(in).read();
  }

  /** What is read so far. Confined to one thread. */
  private static final class Reading {
    private final ProtoReader in;
    private boolean integer = true;
    private double count;
    private double sum;
    private double zeroThreshold;
    private double zeroCount;
    private int schema;
    private ResetHint hint = ResetHint.UNKNOWN;
    private long timestamp;
    private long startTimestamp;
    private int[] positiveSpans = {};
    private int[] negativeSpans = {};
    private double[] positive = {};
    private double[] negative = {};
    private double[] bounds = {};

    Reading(ProtoReader in) {
      this.in = in;
    }

    HistogramMessage read() throws WireException {
      for (int field = in.field(); field != 0; field = in.field()) {
        switch (field) {
          case 1 -> count = in.varint();
          case 2 -> {
            count = in.fixedDouble();
            integer = false;
          }
          case 3 -> sum = in.fixedDouble();
          case 4 -> schema = (int) in.zigzag();
          case 5 -> zeroThreshold = in.fixedDouble();
          case 6 -> zeroCount = in.varint();
          case 7 -> zeroCount = in.fixedDouble();
          case 8 -> negativeSpans = span(negativeSpans);
          case 9 -> negative = deltas(negative);
          case 10 -> negative = doubles(negative);
          case 11 -> positiveSpans = span(positiveSpans);
          case 12 -> positive = deltas(positive);
          case 13 -> positive = doubles(positive);
          case 14 -> hint = HINTS[(int) in.varint() & 3];
          case 15 -> timestamp = in.varint();
          case 16 -> bounds = doubles(bounds);
          case 17 -> startTimestamp = in.varint();
          default -> in.skipField();
        }
      }
      return new HistogramMessage(build(), timestamp, startTimestamp);
    }

    private @Nullable Histogram build() {
      boolean known =
          schema == Histogram.CUSTOM
              || (schema >= Histogram.MIN_SCHEMA && schema <= Histogram.MAX_SCHEMA);
      if (!known) {
        return null;
      }
      try {
        return Histogram.builder()
            .schema(schema)
            .integer(integer)
            .resetHint(hint)
            .zero(zeroThreshold, zeroCount)
            .count(count)
            .sum(sum)
            .positive(positiveSpans, positive)
            .negative(negativeSpans, negative)
            .customBounds(bounds)
            .build();
      } catch (IllegalArgumentException e) {
        return null; // spans and counts of different lengths: no histogram
      }
    }

    private int[] span(int[] spans) throws WireException {
      int outer = in.enter(in.length());
      int[] longer = Arrays.copyOf(spans, spans.length + 2);
      for (int field = in.field(); field != 0; field = in.field()) {
        switch (field) {
          case 1 -> longer[spans.length] = (int) in.zigzag();
          case 2 -> longer[spans.length + 1] = (int) in.varint();
          default -> in.skipField();
        }
      }
      in.leave(outer);
      return longer;
    }

    /** Counts that are sent as differences, packed or one by one. */
    private double[] deltas(double[] counts) throws WireException {
      if (in.type() == ProtoReader.VARINT) {
        double[] longer = Arrays.copyOf(counts, counts.length + 1);
        longer[counts.length] = last(counts, counts.length) + in.zigzag();
        return longer;
      }
      int length = in.length();
      int outer = in.enter(length);
      double[] longer = Arrays.copyOf(counts, counts.length + length);
      int size = counts.length;
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

    private double[] doubles(double[] numbers) throws WireException {
      if (in.type() == ProtoReader.FIXED64) {
        double[] longer = Arrays.copyOf(numbers, numbers.length + 1);
        longer[numbers.length] = in.fixedDouble();
        return longer;
      }
      int length = in.length();
      int outer = in.enter(length);
      double[] longer = Arrays.copyOf(numbers, numbers.length + length / 8);
      for (int i = numbers.length; i < longer.length; i++) {
        longer[i] = in.fixedDouble();
      }
      in.leave(outer);
      return longer;
    }
  }
}
