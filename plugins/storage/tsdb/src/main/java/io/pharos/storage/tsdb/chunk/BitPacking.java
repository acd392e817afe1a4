package io.pharos.storage.tsdb.chunk;

/**
 * Numbers of a fixed width in eight lanes: number i belongs to lane i % 8, each lane is a stream of
 * bits, and the lanes' words stand in turn, so that one loop step unpacks eight numbers and
 * compiles to vector code. The last word of the lanes has only the bytes that it needs. At most
 * {@link #BLOCK} numbers at a time. Confined to one thread.
 */
final class BitPacking {
  /** Numbers of a full block: 16 rows. */
  static final int BLOCK = 128;

  private static final int LANES = 8;
  private static final int MAX_WORDS = BLOCK / LANES;

  private final long[] words = new long[MAX_WORDS * LANES];

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
    java.util.Arrays.fill(words, 0, (fullWords + (tail > 0 ? 1 : 0)) * LANES, 0);
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

  private static int rows(int count) {
    return (count + LANES - 1) / LANES;
  }
}
