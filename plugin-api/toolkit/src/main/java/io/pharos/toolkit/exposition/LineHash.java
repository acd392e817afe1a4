package io.pharos.toolkit.exposition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A 128-bit hash of a line's beginning, by which a series is known again. It is made for short
 * input and for memory only: it is written nowhere and may change. Two lanes of 64 bits take 16
 * bytes in a step by a full multiplication each. Confined to one thread.
 */
public final class LineHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long K0 = 0x9E3779B97F4A7C15L;
  private static final long K1 = 0xC2B2AE3D27D4EB4FL;
  private static final long K2 = 0x165667B19E3779F9L;
  private static final long K3 = 0xD6E8FEB86659FD93L;

  private long low;
  private long high;

  /** Hashes bytes; the halves are then {@link #low} and {@link #high}. */
  public void of(byte[] bytes, int offset, int length) {
    long a = K2 ^ length;
    long b = K3 + length;
    int at = offset;
    int end = offset + length;
    for (; at + 16 <= end; at += 16) {
      long x = (long) LONG.get(bytes, at);
      long y = (long) LONG.get(bytes, at + 8);
      a = fold(a ^ x, y ^ K0) + y;
      b = fold(b + y, x ^ K1) ^ x;
    }
    if (at < end) {
      long x;
      long y;
      if (length >= 16) {
        x = (long) LONG.get(bytes, end - 16);
        y = (long) LONG.get(bytes, end - 8);
      } else {
        x = part(bytes, at, Math.min(end, at + 8));
        y = part(bytes, at + 8, end);
      }
      a = fold(a ^ x, y ^ K0) + y;
      b = fold(b + y, x ^ K1) ^ x;
    }
    low = fold(a ^ K1, b ^ K2);
    high = fold(b + K0, a ^ K3);
  }

  /** Whether these bytes have that hash. */
  public boolean matches(byte[] bytes, int offset, int length, long low, long high) {
    of(bytes, offset, length);
    return this.low == low && this.high == high;
  }

  public long low() {
    return low;
  }

  public long high() {
    return high;
  }

  private static long fold(long x, long y) {
    return (x * y) ^ Math.unsignedMultiplyHigh(x, y);
  }

  private static long part(byte[] bytes, int from, int to) {
    long value = 0;
    for (int i = to - 1; i >= from; i--) {
      value = (value << 8) | (bytes[i] & 0xff);
    }
    return value;
  }
}
