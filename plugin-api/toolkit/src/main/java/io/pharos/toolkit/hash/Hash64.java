package io.pharos.toolkit.hash;

import com.dynatrace.hash4j.hashing.Hashing;

/** xxHash64 with seed 0, by which the originals spread work and name things. */
public final class Hash64 {
  private Hash64() {}

  /** The hash of bytes, to be read as unsigned. */
  public static long of(byte[] bytes) {
    return Hashing.xxh64().hashBytesToLong(bytes);
  }
}
