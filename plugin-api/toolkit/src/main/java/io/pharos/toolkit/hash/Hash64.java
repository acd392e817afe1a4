package io.pharos.toolkit.hash;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/** Hashes of 64 bits. Thread-safe. */
public final class Hash64 {
  private static final Hasher64 XXH3 = Hashing.xxh3_64();

  private Hash64() {}

  /** XXH3 with seed 0; the quickest, for tables in memory. */
  public static long xxh3(byte[] bytes, int offset, int length) {
    return XXH3.hashBytesToLong(bytes, offset, length);
  }

  /**
   * xxHash64 with seed 0, by which the originals spread work and name things; to be read as
   * unsigned.
   */
  public static long of(byte[] bytes) {
    return Hashing.xxh64().hashBytesToLong(bytes);
  }
}
