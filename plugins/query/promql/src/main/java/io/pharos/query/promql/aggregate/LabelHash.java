package io.pharos.query.promql.aggregate;

import io.pharos.model.label.Labels;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The hash by which limit_ratio chooses: XXH64 of names and values, each behind its length, so that
 * the same series are chosen as by the original.
 */
public final class LabelHash {
  private static final long PRIME1 = 0x9E3779B185EBCA87L;
  private static final long PRIME2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME3 = 0x165667B19E3779F9L;
  private static final long PRIME4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME5 = 0x27D4EB2F165667C5L;

  private LabelHash() {}

  /** The hash of a label set. */
  public static long of(Labels labels) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < labels.size(); i++) {
      write(labels.name(i), bytes);
      write(labels.value(i), bytes);
    }
    return xxh64(bytes.toByteArray());
  }

  /** Where in [0, 1) the hash lies. */
  public static double share(Labels labels) {
    long hash = of(labels);
    double unsigned = (hash >>> 1) * 2.0 + (hash & 1);
    return unsigned / 0x1p64;
  }

  private static void write(String text, ByteArrayOutputStream bytes) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length < 255) {
      bytes.write(utf8.length);
    } else {
      bytes.write(255);
      bytes.write(utf8.length);
      bytes.write(utf8.length >> 8);
      bytes.write(utf8.length >> 16);
    }
    bytes.writeBytes(utf8);
  }

  static long xxh64(byte[] data) {
    int at = 0;
    long hash;
    if (data.length >= 32) {
      long a = PRIME2;
      a += PRIME1;
      long b = PRIME2;
      long c = 0;
      long d = -PRIME1;
      for (; at <= data.length - 32; at += 32) {
        a = round(a, longAt(data, at));
        b = round(b, longAt(data, at + 8));
        c = round(c, longAt(data, at + 16));
        d = round(d, longAt(data, at + 24));
      }
      hash =
          Long.rotateLeft(a, 1)
              + Long.rotateLeft(b, 7)
              + Long.rotateLeft(c, 12)
              + Long.rotateLeft(d, 18);
      hash = mergeRound(hash, a);
      hash = mergeRound(hash, b);
      hash = mergeRound(hash, c);
      hash = mergeRound(hash, d);
    } else {
      hash = PRIME5;
    }
    hash += data.length;
    for (; at + 8 <= data.length; at += 8) {
      hash = Long.rotateLeft(hash ^ round(0, longAt(data, at)), 27) * PRIME1 + PRIME4;
    }
    if (at + 4 <= data.length) {
      hash = Long.rotateLeft(hash ^ intAt(data, at) * PRIME1, 23) * PRIME2 + PRIME3;
      at += 4;
    }
    for (; at < data.length; at++) {
      hash = Long.rotateLeft(hash ^ (data[at] & 0xFF) * PRIME5, 11) * PRIME1;
    }
    hash = (hash ^ hash >>> 33) * PRIME2;
    hash = (hash ^ hash >>> 29) * PRIME3;
    return hash ^ hash >>> 32;
  }

  private static long round(long state, long input) {
    return Long.rotateLeft(state + input * PRIME2, 31) * PRIME1;
  }

  private static long mergeRound(long hash, long state) {
    return (hash ^ round(0, state)) * PRIME1 + PRIME4;
  }

  private static long longAt(byte[] data, int at) {
    return intAt(data, at) | intAt(data, at + 4) << 32;
  }

  private static long intAt(byte[] data, int at) {
    return (data[at] & 0xFFL)
        | (data[at + 1] & 0xFFL) << 8
        | (data[at + 2] & 0xFFL) << 16
        | (data[at + 3] & 0xFFL) << 24;
  }
}
