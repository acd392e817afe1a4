package io.pharos.storage.tsdb.chunk;

import java.util.Arrays;

/**
 * A column of doubles that come back to the bit, in whichever of four forms is smallest: one value
 * for all; whole numbers over a power of ten, with exceptions beside; the differences of bit
 * patterns; or, where one is given, whole numbers by those of a {@linkplain SharedGrowth model}.
 * Confined to one thread.
 */
public final class ValueColumn {
  private static final int CONSTANT = 0;
  private static final int DECIMAL = 1;
  private static final int BITS = 2;
  private static final int SHARED = 3;

  private static final int MAX_SCALE = 15;

  /**
   * Whole numbers up to here are exact in a double, and so are their quotients as they were read.
   */
  private static final double MAX_EXACT = 1L << 53;

  private static final double[] POWERS = new double[MAX_SCALE + 1];

  static {
    double power = 1;
    for (int i = 0; i <= MAX_SCALE; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private final IntColumn ints = new IntColumn();
  private final BitPacking packing = new BitPacking();
  private final SharedGrowth shared = new SharedGrowth(ints);
  private final SharedGrowth.Reader numberReader = this::numbers;
  private final Sink decimal = new Sink(512);
  private long[] numbers = new long[0];
  private int[] exceptions = new int[0];
  private int exceptionCount;
  private int scale;
  private int shift;

  /**
   * Writes the first {@code count} values, one or more; answers whether the column may be the model
   * of others.
   */
  public boolean encode(double[] values, int count, Sink sink) {
    if (isConstant(values, count)) {
      sink.u8(CONSTANT);
      sink.f64(values[0]);
      return false;
    }
    if (numbers.length < count + IntColumn.SLACK) {
      numbers = new long[count + IntColumn.SLACK];
      exceptions = new int[count];
    }
    int from = sink.size();
    boolean hasDecimal = toDecimals(values, count);
    if (hasDecimal) {
      encodeDecimals(values, count);
    }
    encodeBits(values, count, sink);
    if (!hasDecimal || decimal.size() > sink.size() - from) {
      return false;
    }
    sink.size(from);
    sink.bytes(decimal.array(), 0, decimal.size());
    return scale == 0;
  }

  /**
   * Writes values as {@link #encode(double[], int, Sink)} does, or by a model if that is smaller.
   *
   * @param model the model's {@link #numbers}
   * @param distance how many bytes the model stands before this column
   */
  public void encode(double[] values, int count, Sink sink, long[] model, long distance) {
    int from = sink.size();
    if (!encode(values, count, sink) || exceptionCount > 0 || count < 2) {
      return;
    }
    for (int i = 0; i < count; i++) {
      numbers[i] <<= shift;
    }
    Sink rest = shared.encode(numbers, model, count);
    if (rest.size() + 6 < sink.size() - from) {
      sink.size(from);
      sink.u8(SHARED);
      sink.varint(distance);
      sink.bytes(rest.array(), 0, rest.size());
    }
  }

  /** Reads the numbers of a column that may be a model; with room for {@link IntColumn#SLACK}. */
  public void numbers(Source source, int count, long[] target) {
    if (source.u8() != DECIMAL || source.u8() != 0) {
      throw Source.corrupt();
    }
    int shift = source.u8();
    int exceptions = source.count();
    for (int i = 0; i < exceptions; i++) {
      source.varint();
      source.i64();
    }
    ints.decode(source, count, target, 0);
    for (int i = 0; i < count; i++) {
      target[i] <<= shift;
    }
  }

  /** Reads {@code count} values to {@code values[at ..]}. */
  public void decode(Source source, int count, double[] values, int at) {
    decode(source, count, 0, count, values, at);
  }

  /**
   * Of {@code count} values reads those from {@code from} to before {@code to} to {@code values[at
   * ..]}; what is behind them is not touched, and the source stands anywhere afterwards.
   */
  public void decode(Source source, int count, int from, int to, double[] values, int at) {
    switch (source.u8()) {
      case CONSTANT -> Arrays.fill(values, at, at + to - from, source.f64());
      case DECIMAL -> decodeDecimals(source, count, from, to, values, at);
      case BITS -> decodeBits(source, count, from, to, values, at);
      case SHARED -> {
        long modelAt = source.position() - 1 - source.varint();
        shared.decode(source, modelAt, count, from, to, values, at, numberReader);
      }
      default -> throw Source.corrupt();
    }
  }

  private static boolean isConstant(double[] values, int count) {
    long first = Double.doubleToRawLongBits(values[0]);
    for (int i = 1; i < count; i++) {
      if (Double.doubleToRawLongBits(values[i]) != first) {
        return false;
      }
    }
    return true;
  }

  /** Finds the power of ten that makes all but a few values whole. */
  private boolean toDecimals(double[] values, int count) {
    scale = 0;
    int allowed = count / 8;
    int misses = 0;
    for (int i = 0; i < count; i++) {
      double value = values[i];
      int needed = scale;
      while (needed <= MAX_SCALE && !isWhole(value, needed)) {
        needed++;
      }
      if (needed <= MAX_SCALE) {
        scale = needed;
      } else if (++misses > allowed) {
        return false;
      }
    }
    return fill(values, count, allowed);
  }

  private boolean fill(double[] values, int count, int allowed) {
    exceptionCount = 0;
    long before = 0;
    long all = 0;
    double power = POWERS[scale];
    for (int i = 0; i < count; i++) {
      if (isWhole(values[i], scale)) {
        before = (long) Math.rint(values[i] * power);
      } else {
        if (exceptionCount == allowed) {
          return false;
        }
        exceptions[exceptionCount++] = i;
      }
      numbers[i] = before;
      all |= before;
    }
    shift = all == 0 ? 0 : Math.min(63, Long.numberOfTrailingZeros(all));
    if (shift > 0) {
      for (int i = 0; i < count; i++) {
        numbers[i] >>= shift;
      }
    }
    return true;
  }

  private static boolean isWhole(double value, int scale) {
    double scaled = Math.rint(value * POWERS[scale]);
    // false for NaN and the infinities; -0.0 would come back as 0.0
    return Math.abs(scaled) <= MAX_EXACT
        && Double.doubleToRawLongBits((long) scaled / POWERS[scale])
            == Double.doubleToRawLongBits(value);
  }

  private void encodeDecimals(double[] values, int count) {
    Sink sink = decimal.clear();
    sink.u8(DECIMAL);
    sink.u8(scale);
    sink.u8(shift);
    sink.varint(exceptionCount);
    int before = 0;
    for (int i = 0; i < exceptionCount; i++) {
      sink.varint(exceptions[i] - before);
      before = exceptions[i];
      sink.f64(values[exceptions[i]]);
    }
    ints.encode(numbers, count, sink);
  }

  private void decodeDecimals(Source source, int count, int from, int to, double[] values, int at) {
    int scale = source.u8();
    int shift = source.u8();
    int exceptionCount = source.count();
    if (scale > MAX_SCALE || shift > 63 || exceptionCount > count) {
      throw Source.corrupt();
    }
    long exceptionsAt = source.position();
    for (int i = 0; i < exceptionCount; i++) {
      source.varint();
      source.i64();
    }
    if (numbers.length < count + IntColumn.SLACK) {
      numbers = new long[count + IntColumn.SLACK];
      exceptions = new int[count];
    }
    long[] numbers = this.numbers;
    if (to - from == 1) {
      numbers[from] = ints.newest(source, count, to, numbers);
    } else {
      ints.decode(source, count, to, numbers, 0);
    }
    int end = at + to - from;
    for (int i = from, target = at; target < end; i++, target++) {
      values[target] = numbers[i] << shift;
    }
    if (scale > 0) {
      // in a loop of its own, which is compiled to vector code
      double power = POWERS[scale];
      for (int target = at; target < end; target++) {
        values[target] /= power;
      }
    }
    if (exceptionCount > 0) {
      long position = source.position();
      source.position(exceptionsAt);
      putExceptions(source, exceptionCount, count, from, to, values, at);
      source.position(position);
    }
  }

  private static void putExceptions(
      Source source, int exceptions, int count, int from, int to, double[] values, int at) {
    long place = 0;
    for (int i = 0; i < exceptions; i++) {
      place += source.varint();
      if (place < 0 || place >= count) {
        throw Source.corrupt();
      }
      double value = source.f64();
      if (place >= from && place < to) {
        values[at + (int) place - from] = value;
      }
    }
  }

  private void encodeBits(double[] values, int count, Sink sink) {
    sink.u8(BITS);
    sink.f64(values[0]);
    long[] numbers = new long[count + IntColumn.SLACK];
    for (int i = 1; i < count; i++) {
      numbers[i] =
          Double.doubleToRawLongBits(values[i]) ^ Double.doubleToRawLongBits(values[i - 1]);
    }
    for (int from = 1; from < count; from += BitPacking.BLOCK) {
      int length = Math.min(BitPacking.BLOCK, count - from);
      long all = 0;
      for (int i = from; i < from + length; i++) {
        all |= numbers[i];
      }
      int trailing = all == 0 ? 0 : Long.numberOfTrailingZeros(all);
      int width = 64 - Long.numberOfLeadingZeros(all >>> trailing);
      sink.u8(width);
      sink.u8(trailing);
      if (width > 0) {
        for (int i = from; i < from + length; i++) {
          numbers[i] >>>= trailing;
        }
        packing.pack(numbers, from, length, width, sink);
      }
    }
  }

  private void decodeBits(Source source, int count, int from, int to, double[] values, int at) {
    if (numbers.length < count + IntColumn.SLACK) {
      numbers = new long[count + IntColumn.SLACK];
      exceptions = new int[count];
    }
    long bits = source.i64();
    if (from == 0) {
      values[at] = Double.longBitsToDouble(bits);
    }
    for (int start = 1; start < to; start += BitPacking.BLOCK) {
      int length = Math.min(BitPacking.BLOCK, count - start);
      int width = source.u8();
      int trailing = source.u8();
      if (width + trailing > 64) {
        throw Source.corrupt();
      }
      if (width == 0) {
        Arrays.fill(numbers, 0, length, 0);
      } else {
        packing.unpack(source, numbers, 0, length, width, 0);
      }
      int skipped = Math.clamp(from - start, 0, length);
      for (int i = 0; i < skipped; i++) {
        bits ^= numbers[i] << trailing;
      }
      int wanted = Math.min(length, to - start);
      int target = at + start - from;
      for (int i = skipped; i < wanted; i++) {
        bits ^= numbers[i] << trailing;
        values[target + i] = Double.longBitsToDouble(bits);
      }
    }
  }
}
