package io.pharos.storage.tsdb.wal;

import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.chunk.Source;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Values of samples in a section of a record: half a byte that tells the form of each, two to a
 * byte, and then the bytes of both. Forms refer to values before in the same section and never to
 * another record, so that a damaged record costs its own samples only. Confined to one thread; call
 * {@link #reset} at the start of a section.
 */
final class LogValues {
  /** The bits of the value before, 0.0 for the first. */
  private static final int SAME = 0;

  private static final int ZERO = 1;

  /** A whole number of 1 to 7 bytes: its difference from the one before of these forms. */
  private static final int WHOLE = 2;

  private static final int MOST_WHOLE = 7;

  /** The same of the number times the power of ten that is in force; of 2, 3, 4 or 6 bytes. */
  private static final int DECIMAL = 9;

  /** A byte with a new power of ten and the number of bytes, then the number itself. */
  private static final int SCALE = 13;

  private static final int UPPER_HALF = 14;
  private static final int ALL = 15;

  private static final int[] FORM_OF_BYTES = {0, DECIMAL, DECIMAL, 10, 11, 12, 12, ALL, ALL};
  private static final int[] BYTES_OF_FORM = {2, 3, 4, 6};

  private static final int MAX_SCALE = 9;
  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
  private static final double MAX_EXACT = 1L << 51;

  /** Most bytes of a value with its form, and what a write may touch behind. */
  private static final int MOST_BYTES = 10;

  private static final int SLACK = 8;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private long lastBits;
  private long lastWhole;
  private long lastDecimal;
  private int scale;

  void reset() {
    lastBits = 0;
    lastWhole = 0;
    lastDecimal = 0;
    scale = 0;
  }

  void write(double[] values, int from, int to, Sink sink) {
    int at = sink.size();
    byte[] bytes = sink.reserve(MOST_BYTES * (to - from) + SLACK);
    for (int i = from; i < to; i += 2) {
      int forms = at;
      long first = write(values[i], bytes, at + 1);
      at = (int) (first >>> 4);
      long both = first & 15;
      if (i + 1 < to) {
        long second = write(values[i + 1], bytes, at);
        at = (int) (second >>> 4);
        both |= (second & 15) << 4;
      }
      bytes[forms] = (byte) both;
    }
    sink.size(at);
  }

  /** Writes the bytes of a value; answers where they end, times 16, and the form. */
  private long write(double value, byte[] bytes, int at) {
    long bits = Double.doubleToRawLongBits(value);
    if (bits == lastBits) {
      return end(at, SAME);
    }
    lastBits = bits;
    if (bits == 0) {
      return end(at, ZERO);
    }
    long whole = (long) value;
    boolean isWhole = Double.doubleToRawLongBits((double) whole) == bits;
    if (isWhole) {
      long number = zigzag(whole - lastWhole);
      int count = bytes(number);
      if (count <= MOST_WHOLE && (count <= 4 || (int) bits != 0)) {
        LONG.set(bytes, at, number);
        lastWhole = whole;
        return end(at + count, WHOLE + count - 1);
      }
    }
    if ((int) bits == 0) {
      LONG.set(bytes, at, bits >>> 32);
      return end(at + 4, UPPER_HALF);
    }
    if (!isWhole) {
      int needed = isDecimal(value, scale) ? scale : scale(value);
      if (needed > 0) {
        return writeDecimal(value, bits, needed, bytes, at);
      }
    }
    LONG.set(bytes, at, bits);
    return end(at + 8, ALL);
  }

  private long writeDecimal(double value, long bits, int needed, byte[] bytes, int at) {
    long decimal = (long) Math.rint(value * POWERS[needed]);
    if (needed == scale) {
      long number = zigzag(decimal - lastDecimal);
      int form = FORM_OF_BYTES[bytes(number)];
      if (form != ALL) {
        LONG.set(bytes, at, number);
        lastDecimal = decimal;
        return end(at + BYTES_OF_FORM[form - DECIMAL], form);
      }
    } else {
      long number = zigzag(decimal);
      int count = bytes(number);
      if (count < 7) {
        bytes[at] = (byte) (needed << 4 | count);
        LONG.set(bytes, at + 1, number);
        scale = needed;
        lastDecimal = decimal;
        return end(at + 1 + count, SCALE);
      }
    }
    LONG.set(bytes, at, bits);
    return end(at + 8, ALL);
  }

  /** The least power of ten that makes a value whole, 0 if it takes a large one. */
  private static int scale(double value) {
    int most = MAX_SCALE;
    while (most > 0 && !(Math.abs(value) * POWERS[most] <= MAX_EXACT)) {
      most--;
    }
    // what a large power does not make whole, a smaller one does not either
    if (most == 0 || !isDecimal(value, most)) {
      return 0;
    }
    int least = 1;
    while (least < most && !isDecimal(value, least)) {
      least++;
    }
    return least;
  }

  private static boolean isDecimal(double value, int scale) {
    double scaled = Math.rint(value * POWERS[scale]);
    return Math.abs(scaled) <= MAX_EXACT
        && Double.doubleToRawLongBits((long) scaled / POWERS[scale])
            == Double.doubleToRawLongBits(value);
  }

  void read(Source source, int count, double[] target) {
    for (int i = 0; i < count; i += 2) {
      int forms = source.u8();
      target[i] = read(source, forms & 15);
      if (i + 1 < count) {
        target[i + 1] = read(source, forms >>> 4);
      }
    }
  }

  private double read(Source source, int form) {
    double value =
        switch (form) {
          case SAME -> Double.longBitsToDouble(lastBits);
          case ZERO -> 0;
          case 9, 10, 11, 12 -> {
            lastDecimal += signed(source.part(BYTES_OF_FORM[form - DECIMAL]));
            yield lastDecimal / POWERS[scale];
          }
          case SCALE -> {
            int both = source.u8();
            if ((both >>> 4) > MAX_SCALE || (both & 15) > 8) {
              throw Source.corrupt();
            }
            scale = both >>> 4;
            lastDecimal = signed(source.part(both & 15));
            yield lastDecimal / POWERS[scale];
          }
          case UPPER_HALF -> Double.longBitsToDouble(source.part(4) << 32);
          case ALL -> source.f64();
          default -> {
            lastWhole += signed(source.part(form - WHOLE + 1));
            yield lastWhole;
          }
        };
    lastBits = Double.doubleToRawLongBits(value);
    return value;
  }

  private static long end(int at, int form) {
    return (long) at << 4 | form;
  }

  private static long zigzag(long number) {
    return (number << 1) ^ (number >> 63);
  }

  private static long signed(long zigzag) {
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  /** So many bytes hold a number, at least one. */
  private static int bytes(long number) {
    return (71 - Long.numberOfLeadingZeros(number | 1)) >>> 3;
  }
}
