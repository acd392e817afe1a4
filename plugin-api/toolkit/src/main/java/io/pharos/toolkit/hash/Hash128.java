package io.pharos.toolkit.hash;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * XXH3 of 128 bits with seed 0. A hash is two longs, the low half first, so that its 16 bytes are
 * written in little-endian order. A call allocates one small object, which the library hands the
 * hash in. Thread-safe.
 */
public final class Hash128 {
  /** Where the low half stands in an array that receives a hash. */
  public static final int LOW = 0;

  /** Where the high half stands. */
  public static final int HIGH = 1;

  private static final Hasher128 XXH3 = Hashing.xxh3_128();

  private Hash128() {}

  /**
   * Hashes bytes as they are.
   *
   * @param into receives the two halves
   */
  public static void of(byte[] bytes, int offset, int length, long[] into) {
    HashValue128 hash = XXH3.hashBytesTo128Bits(bytes, offset, length);
    into[LOW] = hash.getLeastSignificantBits();
    into[HIGH] = hash.getMostSignificantBits();
  }
}
