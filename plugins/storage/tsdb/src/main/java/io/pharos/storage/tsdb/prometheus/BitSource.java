package io.pharos.storage.tsdb.prometheus;

import io.pharos.spi.error.StorageException;

/** Reads bits, the highest of each byte first. Confined to one thread. */
final class BitSource {
  private byte[] bytes = new byte[0];
  private long at;
  private long end;

  /** Starts at the first bit of a range of bytes. */
  BitSource wrap(byte[] source, int from, int length) {
    bytes = source;
    at = 8L * from;
    end = at + 8L * length;
    return this;
  }

  boolean bit() {
    return bits(1) != 0;
  }

  /** The next bits, up to 64, as an unsigned number. */
  long bits(int count) {
    if (count > end - at) {
      throw new StorageException(StorageException.Code.CORRUPT, "a chunk ends early");
    }
    long value = 0;
    long position = at;
    int left = count;
    while (left > 0) {
      int inByte = 8 - (int) (position & 7);
      int take = Math.min(inByte, left);
      int part = ((bytes[(int) (position >>> 3)] & 0xFF) >>> (inByte - take)) & ((1 << take) - 1);
      value = (value << take) | part;
      position += take;
      left -= take;
    }
    at = position;
    return value;
  }

  /** Seven bits a byte, the lowest first. */
  long unsignedVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      long next = bits(8);
      value |= (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new StorageException(StorageException.Code.CORRUPT, "a number in a chunk is too long");
  }

  long varint() {
    long value = unsignedVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** The number of ones before the next zero, which is read too unless there are so many. */
  int ones(int most) {
    int count = 0;
    while (count < most && bit()) {
      count++;
    }
    return count;
  }

  /** A number of so many bits that lies from {@code -2^(count-1) + 1} to {@code 2^(count-1)}. */
  long signed(int count) {
    long value = bits(count);
    return count < 64 && value > 1L << (count - 1) ? value - (1L << count) : value;
  }

  /** A number whose length is told by the ones before it. */
  long varbit() {
    int width = BitSink.WIDTHS[ones(8)];
    return width == 0 ? 0 : signed(width);
  }

  long unsignedVarbit() {
    int width = BitSink.WIDTHS[ones(8)];
    return width == 0 ? 0 : bits(width);
  }
}
