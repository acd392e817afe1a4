package io.pharos.storage.tsdb.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that grow as they are written, numbers little-endian. Confined to one thread. */
public final class Sink {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int size;

  public Sink(int capacity) {
    bytes = new byte[capacity];
  }

  /** Forgets what was written and keeps the room. */
  public Sink clear() {
    size = 0;
    return this;
  }

  public int size() {
    return size;
  }

  /** Cuts off what was written behind this size, or leaves a gap up to it. */
  public void size(int newSize) {
    if (newSize > size) {
      room(newSize - size);
    }
    size = newSize;
  }

  /** The bytes themselves, valid up to {@link #size} and until more is written. */
  public byte[] array() {
    return bytes;
  }

  /** Makes room for so many bytes more and answers the array, to be filled from {@link #size}. */
  public byte[] reserve(int more) {
    room(more);
    return bytes;
  }

  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes, 0, size);
  }

  public void u8(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  public void i32(int value) {
    room(4);
    INT.set(bytes, size, value);
    size += 4;
  }

  public void i64(long value) {
    room(8);
    LONG.set(bytes, size, value);
    size += 8;
  }

  public void f64(double value) {
    i64(Double.doubleToRawLongBits(value));
  }

  /** Overwrites four bytes. */
  public void i32At(int at, int value) {
    INT.set(bytes, at, value);
  }

  /** Seven bits a byte, the lowest first, the top bit set where more follow. */
  public void varint(long value) {
    room(10);
    byte[] bytes = this.bytes;
    int at = size;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
    size = at;
  }

  /** A number of either sign, small ones in few bytes. */
  public void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  public void bytes(byte[] source, int from, int length) {
    room(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  /** The lowest {@code count} bytes of a number. */
  public void part(long value, int count) {
    room(8);
    LONG.set(bytes, size, value);
    size += count;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes =
          Arrays.copyOf(
              bytes, Math.max(Math.addExact(size, more), bytes.length + (bytes.length >> 1)));
    }
  }
}
