package io.pharos.storage.tsdb.prometheus;

import java.util.Arrays;

/** Writes bits, the highest of each byte first. Confined to one thread. */
final class BitSink {
  /** Bits of a number by the count of ones before it. */
  static final int[] WIDTHS = {0, 3, 6, 9, 12, 18, 25, 56, 64};

  private byte[] bytes = new byte[1024];
  private int size;
  private int free;

  void clear() {
    size = 0;
    free = 0;
  }

  byte[] array() {
    return bytes;
  }

  /** How many bytes were begun. */
  int size() {
    return size;
  }

  void bit(boolean one) {
    bits(one ? 1 : 0, 1);
  }

  void bits(long value, int count) {
    int left = count;
    while (left > 0) {
      if (free == 0) {
        if (size == bytes.length) {
          bytes = Arrays.copyOf(bytes, 2 * size);
        }
        bytes[size++] = 0;
        free = 8;
      }
      int take = Math.min(free, left);
      int part = (int) (value >>> (left - take)) & ((1 << take) - 1);
      bytes[size - 1] |= (byte) (part << (free - take));
      free -= take;
      left -= take;
    }
  }

  void unsignedVarint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bits((rest & 0x7F) | 0x80, 8);
      rest >>>= 7;
    }
    bits(rest, 8);
  }

  void varint(long value) {
    unsignedVarint((value << 1) ^ (value >> 63));
  }

  /** So many ones, and a zero unless there are as many as can be. */
  void ones(int count, int most) {
    for (int i = 0; i < count; i++) {
      bit(true);
    }
    if (count < most) {
      bit(false);
    }
  }

  static boolean fits(long value, int width) {
    return width == 64 || (value > -(1L << (width - 1)) && value <= 1L << (width - 1));
  }

  void varbit(long value) {
    int length = 0;
    while (length == 0 ? value != 0 : !fits(value, WIDTHS[length])) {
      length++;
    }
    ones(length, 8);
    bits(value, WIDTHS[length]);
  }

  void unsignedVarbit(long value) {
    int length = 0;
    while (WIDTHS[length] < 64 && value >>> WIDTHS[length] != 0) {
      length++;
    }
    ones(length, 8);
    bits(value, WIDTHS[length]);
  }
}
