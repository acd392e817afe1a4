package io.pharos.toolkit.hash;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/** XXH3 of 64 bits with seed 0, for tables in memory. Allocates nothing. Thread-safe. */
public final class Hash64 {
  private static final Hasher64 XXH3 = Hashing.xxh3_64();

  private Hash64() {}

  /** Hashes bytes as they are. */
  public static long of(byte[] bytes, int offset, int length) {
    return XXH3.hashBytesToLong(bytes, offset, length);
  }
}
