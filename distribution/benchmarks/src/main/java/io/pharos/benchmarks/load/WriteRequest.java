package io.pharos.benchmarks.load;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the bodies of remote write 1.0 for one target, one sample a series: protobuf by hand,
 * packed by snappy. The encoded labels are kept from one request to the next. Confined to one
 * thread.
 */
final class WriteRequest {
  private static final int TIMESERIES = 1 << 3 | 2;
  private static final int LABELS = 1 << 3 | 2;
  private static final int SAMPLES = 2 << 3 | 2;
  private static final int NAME = 1 << 3 | 2;
  private static final int VALUE = 2 << 3 | 2;
  private static final int SAMPLE_VALUE = 1 << 3 | 1;
  private static final int SAMPLE_TIMESTAMP = 2 << 3;

  private final Target target;
  private final byte[][] labels;
  private final SnappyJavaCompressor snappy = new SnappyJavaCompressor();
  private long generation = Long.MIN_VALUE;
  private byte[] message = new byte[1 << 16];
  private byte[] packed = new byte[1 << 16];

  WriteRequest(Target target) {
    this.target = target;
    labels = new byte[target.seriesCount()][];
  }

  int samples() {
    return labels.length;
  }

  /** The body that carries all series at a time. */
  byte[] body(long millis) {
    if (target.generation(millis) != generation) {
      generation = target.generation(millis);
      for (int i = 0; i < labels.length; i++) {
        labels[i] = encodeLabels(i, millis);
      }
    }
    int at = 0;
    for (int i = 0; i < labels.length; i++) {
      at = series(i, millis, at);
    }
    int most = snappy.maxCompressedLength(at);
    if (most > packed.length) {
      packed = new byte[most];
    }
    int length = snappy.compress(message, 0, at, packed, 0, packed.length);
    return Arrays.copyOf(packed, length);
  }

  private int series(int i, long millis, int from) {
    int timestampBytes = varintLength(millis);
    int sample = 1 + Double.BYTES + 1 + timestampBytes;
    int length = labels[i].length + 2 + sample;
    int at = from;
    if (at + length + 8 > message.length) {
      message = Arrays.copyOf(message, (at + length + 8) * 2);
    }
    message[at++] = TIMESERIES;
    at = varint(length, message, at);
    System.arraycopy(labels[i], 0, message, at, labels[i].length);
    at += labels[i].length;
    message[at++] = SAMPLES;
    message[at++] = (byte) sample;
    message[at++] = SAMPLE_VALUE;
    long bits = Double.doubleToRawLongBits(target.value(i, millis));
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      message[at++] = (byte) (bits >>> shift);
    }
    message[at++] = SAMPLE_TIMESTAMP;
    return varint(millis, message, at);
  }

  private byte[] encodeLabels(int series, long millis) {
    byte[] out = new byte[1024];
    int at = label("__name__", target.name(series), out, 0);
    List<String> own = target.labels(series, millis);
    boolean instance = false;
    boolean job = false;
    for (int i = 0; i < own.size(); i += 2) {
      if (!instance && own.get(i).compareTo("instance") > 0) {
        at = label("instance", target.instance(), out, at);
        instance = true;
      }
      if (!job && own.get(i).compareTo("job") > 0) {
        at = label("job", "fleet", out, at);
        job = true;
      }
      at = label(own.get(i), own.get(i + 1), out, at);
    }
    if (!instance) {
      at = label("instance", target.instance(), out, at);
    }
    if (!job) {
      at = label("job", "fleet", out, at);
    }
    return Arrays.copyOf(out, at);
  }

  private static int label(String name, String value, byte[] out, int from) {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
    int length = 2 + nameBytes.length + 2 + valueBytes.length;
    int at = from;
    out[at++] = LABELS;
    at = varint(length, out, at);
    at = text(NAME, nameBytes, out, at);
    return text(VALUE, valueBytes, out, at);
  }

  private static int text(int field, byte[] bytes, byte[] out, int from) {
    int at = from;
    out[at++] = (byte) field;
    out[at++] = (byte) bytes.length; // below 128: names and values of the fleet are short
    System.arraycopy(bytes, 0, out, at, bytes.length);
    return at + bytes.length;
  }

  private static int varint(long value, byte[] out, int from) {
    int at = from;
    long rest = value;
    while (rest > 0x7F) {
      out[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[at++] = (byte) rest;
    return at;
  }

  private static int varintLength(long value) {
    return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
  }
}
