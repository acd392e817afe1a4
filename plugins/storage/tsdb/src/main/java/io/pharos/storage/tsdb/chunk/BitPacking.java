package io.pharos.storage.tsdb.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers of a fixed width, in a plain stream or, where there are many, in eight lanes: number i
 * belongs to lane i % 8, each lane is a stream of bits, and the lanes' words stand in turn, so that
 * one loop step unpacks eight numbers and compiles to vector code. The last word of the lanes has
 * only the bytes that it needs. At most {@link #BLOCK} numbers at a time. Confined to one thread.
 */
final class BitPacking {
  /** Numbers of a full block: 16 rows. */
  static final int BLOCK = 128;

  private static final int LANES = 8;
  private static final int MAX_WORDS = BLOCK / LANES;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** What reading a number of a stream may touch behind its bytes. */
  private static final int STREAM_SLACK = 9;

  private final long[] words = new long[MAX_WORDS * LANES];
  private final byte[] stream = new byte[BLOCK * Long.BYTES + STREAM_SLACK];

  /** Bytes of so many numbers. */
  static int bytes(int count, int width) {
    int bits = rows(count) * width;
    return LANES * (bits / 64 * 8 + (bits % 64 + 7) / 8);
  }

  /** Writes {@code values[from .. from + count)}, each below 2^width, width 1 to 64. */
  void pack(long[] values, int from, int count, int width, Sink sink) {
    int rows = rows(count);
    int bits = rows * width;
    int fullWords = bits / 64;
    int tail = (bits % 64 + 7) / 8;
    Arrays.fill(words, 0, (fullWords + (tail > 0 ? 1 : 0)) * LANES, 0);
    for (int i = 0; i < count; i++) {
      int lane = i % LANES;
      int bit = i / LANES * width;
      int word = bit >>> 6;
      int shift = bit & 63;
      long value = values[from + i];
      words[word * LANES + lane] |= value << shift;
      if (shift + width > 64) {
        words[(word + 1) * LANES + lane] |= value >>> (64 - shift);
      }
    }
    for (int i = 0; i < fullWords * LANES; i++) {
      sink.i64(words[i]);
    }
    for (int lane = 0; tail > 0 && lane < LANES; lane++) {
      sink.part(words[fullWords * LANES + lane], tail);
    }
  }

  /** Reads numbers and adds {@code base} to each; may write up to seven behind {@code count}. */
  void unpack(Source source, long[] values, int from, int count, int width, long base) {
    int rows = rows(count);
    int bits = rows * width;
    int fullWords = bits / 64;
    int tail = (bits % 64 + 7) / 8;
    long[] words = this.words;
    if (fullWords > 0) {
      source.rows(words, fullWords * LANES);
    }
    if (tail > 0) {
      source.parts(words, fullWords * LANES, LANES, tail);
    }
    long mask = width == 64 ? -1L : (1L << width) - 1;
    int at = from;
    for (int row = 0; row < rows; row++) {
      int bit = row * width;
      int word = (bit >>> 6) * LANES;
      int shift = bit & 63;
      if (shift + width <= 64) {
        for (int lane = 0; lane < LANES; lane++) {
          values[at + lane] = ((words[word + lane] >>> shift) & mask) + base;
        }
      } else {
        int left = 64 - shift;
        for (int lane = 0; lane < LANES; lane++) {
          values[at + lane] =
              (((words[word + lane] >>> shift) | (words[word + LANES + lane] << left)) & mask)
                  + base;
        }
      }
      at += LANES;
    }
  }

  /** Bytes of so many numbers in a stream. */
  static int streamBytes(int count, int width) {
    return (count * width + 7) >>> 3;
  }

  /** Writes the first numbers as a stream of bits from the lowest on. */
  void packStream(long[] values, int count, int width, Sink sink) {
    int bytes = streamBytes(count, width);
    byte[] stream = this.stream;
    Arrays.fill(stream, 0, bytes + STREAM_SLACK, (byte) 0);
    for (int i = 0; i < count; i++) {
      int bit = i * width;
      int at = bit >>> 3;
      int shift = bit & 7;
      LONG.set(stream, at, (long) LONG.get(stream, at) | values[i] << shift);
      if (shift + width > 64) {
        stream[at + 8] = (byte) (values[i] >>> (64 - shift));
      }
    }
    sink.bytes(stream, 0, bytes);
  }

  /** Reads numbers of a stream and adds {@code base} to each. */
  void unpackStream(Source source, long[] values, int count, int width, long base) {
    byte[] stream = this.stream;
    source.bytes(stream, 0, streamBytes(count, width));
    long mask = width == 64 ? -1L : (1L << width) - 1;
    for (int i = 0; i < count; i++) {
      int bit = i * width;
      int at = bit >>> 3;
      int shift = bit & 7;
      long value = (long) LONG.get(stream, at) >>> shift;
      if (shift + width > 64) {
        value |= (stream[at + 8] & 0xFFL) << (64 - shift);
      }
      values[i] = (value & mask) + base;
    }
  }

  private static int rows(int count) {
    return (count + LANES - 1) / LANES;
  }
}
