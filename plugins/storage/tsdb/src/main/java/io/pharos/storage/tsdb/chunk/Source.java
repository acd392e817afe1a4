package io.pharos.storage.tsdb.chunk;

import io.pharos.spi.error.StorageException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reads what {@link Sink} wrote from memory, mapped or not. Reading behind the end throws a {@code
 * StorageException} of code CORRUPT. Confined to one thread; call {@link #wrap} first.
 */
public final class Source {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private MemorySegment segment = MemorySegment.NULL;
  private long position;
  private long limit;

  /** Reads from here to there. */
  public Source wrap(MemorySegment segment, long from, long to) {
    this.segment = segment;
    position = from;
    limit = Math.min(to, segment.byteSize());
    return this;
  }

  public Source wrap(byte[] bytes, int from, int to) {
    return wrap(MemorySegment.ofArray(bytes), from, to);
  }

  public MemorySegment segment() {
    return segment;
  }

  public long position() {
    return position;
  }

  public void position(long newPosition) {
    position = newPosition;
  }

  public long remaining() {
    return limit - position;
  }

  public int u8() {
    return segment.get(ValueLayout.JAVA_BYTE, advance(1)) & 0xFF;
  }

  public int i32() {
    return segment.get(INT, advance(4));
  }

  public long i64() {
    return segment.get(LONG, advance(8));
  }

  public double f64() {
    return Double.longBitsToDouble(i64());
  }

  public long varint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      long b = segment.get(ValueLayout.JAVA_BYTE, advance(1));
      value |= (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw corrupt();
  }

  /** A varint that is a count of things with at least one byte each. */
  public int count() {
    long count = varint();
    if (count < 0 || count > remaining()) {
      throw corrupt();
    }
    return (int) count;
  }

  public long zigzag() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  public void bytes(byte[] target, int at, int length) {
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, advance(length), target, at, length);
  }

  /** The lowest {@code count} bytes of a number, the rest zero. */
  public long part(int count) {
    long at = advance(count);
    if (at + 8 <= segment.byteSize()) {
      long value = segment.get(LONG, at);
      return count == 8 ? value : value & ((1L << (8 * count)) - 1);
    }
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (segment.get(ValueLayout.JAVA_BYTE, at + i) & 0xFFL) << (8 * i);
    }
    return value;
  }

  /** Reads numbers of {@code count} bytes each. */
  void parts(long[] target, int at, int numbers, int count) {
    long from = advance((long) numbers * count);
    MemorySegment segment = this.segment;
    if (from + (long) numbers * count + 8 <= segment.byteSize()) {
      long mask = count == 8 ? -1 : (1L << (8 * count)) - 1;
      for (int i = 0; i < numbers; i++) {
        target[at + i] = segment.get(LONG, from + (long) i * count) & mask;
      }
      return;
    }
    position = from;
    for (int i = 0; i < numbers; i++) {
      target[at + i] = part(count);
    }
  }

  /** Reads longs in turn from here on. */
  void rows(long[] target, int longs) {
    MemorySegment.copy(segment, LONG, advance(8L * longs), target, 0, longs);
  }

  /** The error of unexpected bytes. */
  public static StorageException corrupt() {
    return new StorageException(StorageException.Code.CORRUPT, "the data ends early or is damaged");
  }

  private long advance(long bytes) {
    long at = position;
    if (bytes < 0 || bytes > limit - at) {
      throw corrupt();
    }
    position = at + bytes;
    return at;
  }
}
