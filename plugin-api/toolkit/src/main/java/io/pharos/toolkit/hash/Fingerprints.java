package io.pharos.toolkit.hash;

import io.pharos.model.label.Labels;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The fingerprints by which Alertmanager names alerts: FNV-1a over sorted labels. */
public final class Fingerprints {
  private static final long START = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final int SEPARATOR = 0xFF;

  private Fingerprints() {}

  /** The fingerprint of labels. */
  public static long of(Labels labels) {
    long hash = START;
    for (int i = 0; i < labels.size(); i++) {
      hash = add(add(hash, labels.name(i)), labels.value(i));
    }
    return hash;
  }

  private static long add(long start, String text) {
    long hash = start;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * PRIME;
    }
    return (hash ^ SEPARATOR) * PRIME;
  }

  /** A fingerprint as text: 16 digits. */
  public static String hex(long fingerprint) {
    return HexFormat.of().toHexDigits(fingerprint);
  }
}
