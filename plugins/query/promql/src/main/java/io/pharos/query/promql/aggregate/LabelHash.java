package io.pharos.query.promql.aggregate;

import io.pharos.model.label.Labels;
import io.pharos.toolkit.hash.Hash64;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The hash by which limit_ratio chooses: XXH64 of names and values, each behind its length, so that
 * the same series are chosen as by the original.
 */
public final class LabelHash {
  private LabelHash() {}

  /** The hash of a label set. */
  public static long of(Labels labels) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < labels.size(); i++) {
      write(labels.name(i), bytes);
      write(labels.value(i), bytes);
    }
    return Hash64.of(bytes.toByteArray());
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
}
