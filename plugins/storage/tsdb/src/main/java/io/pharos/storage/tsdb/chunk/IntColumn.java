package io.pharos.storage.tsdb.chunk;

/**
 * A column of longs: the numbers themselves, their differences or the differences of these,
 * whichever takes fewest bytes; in blocks of 128, each with its least number and the width of what
 * is above that, so that one jump costs its block alone. A block with many zeros has a bit for each
 * number and then only the others. All arithmetic wraps around, so every long comes back. Confined
 * to one thread.
 */
public final class IntColumn {
  /** Room that a target array must have behind the numbers that are read. */
  public static final int SLACK = 8;

  private static final int MAX_ORDER = 2;

  /** Added to the width of a block that only has the numbers that are not zero. */
  private static final int SPARSE = 0x80;

  private static final int BITMAP_BYTES = 16;

  private final BitPacking packing = new BitPacking();
  private final long[] others = new long[BitPacking.BLOCK + SLACK];
  private long[][] differences = new long[MAX_ORDER + 1][0];

  /** Writes the first {@code count} numbers, one or more. */
  public void encode(long[] values, int count, Sink sink) {
    room(count);
    int best = 0;
    long least = Long.MAX_VALUE;
    for (int order = 0; order <= Math.min(MAX_ORDER, count - 1); order++) {
      long[] now = differences[order];
      if (order == 0) {
        System.arraycopy(values, 0, now, 0, count);
      } else {
        long[] before = differences[order - 1];
        for (int i = order; i < count; i++) {
          now[i] = before[i] - before[i - 1];
        }
      }
      long bytes = bytes(now, order, count);
      if (bytes < least) {
        least = bytes;
        best = order;
      }
    }
    sink.u8(best);
    for (int order = 0; order < best; order++) {
      sink.zigzag(differences[order][order]);
    }
    long[] chosen = differences[best];
    for (int from = best; from < count; from += BitPacking.BLOCK) {
      encodeBlock(chosen, from, Math.min(BitPacking.BLOCK, count - from), sink);
    }
  }

  /** How many bytes {@link #encode} would take at most, for those who choose. */
  private static long bytes(long[] numbers, int order, int count) {
    long bytes = 4L * order;
    for (int from = order; from < count; from += BitPacking.BLOCK) {
      int length = Math.min(BitPacking.BLOCK, count - from);
      bytes += 1 + Math.min(dense(numbers, from, length), sparse(numbers, from, length));
    }
    return bytes;
  }

  private static int dense(long[] numbers, int from, int length) {
    long min = min(numbers, from, length);
    int width = width(numbers, from, length, min);
    return varintBytes(min) + (width == 0 ? 0 : BitPacking.bytes(length, width));
  }

  /** The bytes of a sparse block, very many if that makes no sense. */
  private static int sparse(long[] numbers, int from, int length) {
    int count = 0;
    long min = Long.MAX_VALUE;
    for (int i = from; i < from + length; i++) {
      if (numbers[i] != 0) {
        count++;
        min = Math.min(min, numbers[i]);
      }
    }
    if (count == 0 || 4 * count > 3 * length) {
      return Integer.MAX_VALUE / 2;
    }
    long all = 0;
    for (int i = from; i < from + length; i++) {
      if (numbers[i] != 0) {
        all |= numbers[i] - min;
      }
    }
    int width = 64 - Long.numberOfLeadingZeros(all);
    return BITMAP_BYTES + varintBytes(min) + BitPacking.streamBytes(count, width);
  }

  private void encodeBlock(long[] numbers, int from, int length, Sink sink) {
    if (sparse(numbers, from, length) < dense(numbers, from, length)) {
      encodeSparse(numbers, from, length, sink);
      return;
    }
    long min = min(numbers, from, length);
    int width = width(numbers, from, length, min);
    sink.u8(width);
    sink.zigzag(min);
    if (width > 0) {
      for (int i = from; i < from + length; i++) {
        numbers[i] -= min;
      }
      packing.pack(numbers, from, length, width, sink);
    }
  }

  private void encodeSparse(long[] numbers, int from, int length, Sink sink) {
    long low = 0;
    long high = 0;
    int count = 0;
    for (int i = 0; i < length; i++) {
      if (numbers[from + i] != 0) {
        others[count++] = numbers[from + i];
        if (i < 64) {
          low |= 1L << i;
        } else {
          high |= 1L << (i - 64);
        }
      }
    }
    long min = min(others, 0, count);
    int width = width(others, 0, count, min);
    sink.u8(SPARSE | width);
    sink.i64(low);
    sink.i64(high);
    sink.zigzag(min);
    if (width > 0) {
      for (int i = 0; i < count; i++) {
        others[i] -= min;
      }
      packing.packStream(others, count, width, sink);
    }
  }

  private void decodeSparse(Source source, int length, int width, long[] values, int at) {
    long low = source.i64();
    long high = source.i64();
    int count = Long.bitCount(low) + Long.bitCount(high);
    if (count == 0 || count > length) {
      throw Source.corrupt();
    }
    long min = source.zigzag();
    long[] others = this.others;
    if (width == 0) {
      java.util.Arrays.fill(others, 0, count, min);
    } else {
      packing.unpackStream(source, others, count, width, min);
    }
    if (count > length / 4) {
      int next = spread(low, others, 0, values, at, Math.min(length, Long.SIZE));
      spread(high, others, next, values, at + Long.SIZE, length - Long.SIZE);
      return;
    }
    java.util.Arrays.fill(values, at, at + length, 0);
    int next = 0;
    for (long bits = low; bits != 0; bits &= bits - 1) {
      values[at + Long.numberOfTrailingZeros(bits)] = others[next++];
    }
    for (long bits = high; bits != 0; bits &= bits - 1) {
      values[at + Long.SIZE + Long.numberOfTrailingZeros(bits)] = others[next++];
    }
  }

  /** Without branches: takes the next one, and keeps it where the bit is set. */
  private static int spread(long bits, long[] others, int from, long[] values, int at, int length) {
    long rest = bits;
    int next = from;
    for (int i = 0; i < length; i++) {
      long bit = rest & 1;
      values[at + i] = others[next] & -bit;
      next += (int) bit;
      rest >>>= 1;
    }
    return next;
  }

  /**
   * Reads {@code count} numbers to {@code values[at ..]}; there must be room for {@link #SLACK}
   * more.
   */
  public void decode(Source source, int count, long[] values, int at) {
    decode(source, count, count, values, at);
  }

  /**
   * Of {@code count} numbers reads at least the first {@code to}; there must be room for all of
   * them, and the source stands anywhere afterwards unless all were read.
   */
  void decode(Source source, int count, int to, long[] values, int at) {
    int order = source.u8();
    if (order > MAX_ORDER) {
      throw Source.corrupt();
    }
    for (int i = 0; i < order; i++) {
      values[at + i] = source.zigzag();
    }
    for (int from = order; from < to; from += BitPacking.BLOCK) {
      int length = Math.min(BitPacking.BLOCK, count - from);
      int width = source.u8();
      if (width >= SPARSE) {
        if (width > SPARSE + 64) {
          throw Source.corrupt();
        }
        decodeSparse(source, length, width - SPARSE, values, at + from);
        continue;
      }
      long min = source.zigzag();
      if (width == 0) {
        java.util.Arrays.fill(values, at + from, at + from + length, min);
      } else if (width <= 64) {
        packing.unpack(source, values, at + from, length, width, min);
      } else {
        throw Source.corrupt();
      }
    }
    if (order == 2) {
      long difference = values[at + 1];
      long value = values[at] + difference;
      values[at + 1] = value;
      for (int i = at + 2; i < at + to; i++) {
        difference += values[i];
        value += difference;
        values[i] = value;
      }
    } else if (order == 1) {
      long value = values[at];
      for (int i = at + 1; i < at + to; i++) {
        value += values[i];
        values[i] = value;
      }
    }
  }

  private static long min(long[] numbers, int from, int length) {
    long min = numbers[from];
    for (int i = from + 1; i < from + length; i++) {
      min = Math.min(min, numbers[i]);
    }
    return min;
  }

  private static int width(long[] numbers, int from, int length, long min) {
    long all = 0;
    for (int i = from; i < from + length; i++) {
      all |= numbers[i] - min;
    }
    return 64 - Long.numberOfLeadingZeros(all);
  }

  private static int varintBytes(long value) {
    long zigzag = (value << 1) ^ (value >> 63);
    return (70 - Long.numberOfLeadingZeros(zigzag | 1)) / 7;
  }

  private void room(int count) {
    if (differences[0].length < count) {
      differences = new long[MAX_ORDER + 1][count + SLACK];
    }
  }
}
