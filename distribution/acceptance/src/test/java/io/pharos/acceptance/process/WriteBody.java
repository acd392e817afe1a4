package io.pharos.acceptance.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes bodies of remote write 1.0 with floats and native histograms. Confined to one thread. */
final class WriteBody {
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private final ByteArrayOutputStream series = new ByteArrayOutputStream();

  /** Starts a series; labels are sorted pairs of name and value. */
  WriteBody series(String... labels) {
    endSeries();
    for (int i = 0; i < labels.length; i += 2) {
      ByteArrayOutputStream label = new ByteArrayOutputStream();
      bytes(label, 1, labels[i].getBytes(UTF_8));
      bytes(label, 2, labels[i + 1].getBytes(UTF_8));
      bytes(series, 1, label.toByteArray());
    }
    return this;
  }

  WriteBody sample(long timestamp, double value) {
    ByteArrayOutputStream sample = new ByteArrayOutputStream();
    number(sample, 1, value);
    number(sample, 2, timestamp);
    bytes(series, 2, sample.toByteArray());
    return this;
  }

  /**
   * A histogram of schema 1 with two spans of positive buckets and one of negative ones.
   *
   * @param counts of two, one and one buckets; whole ones make a whole histogram
   */
  WriteBody histogram(long timestamp, boolean isWhole, int hint, double sum, double... counts) {
    double total = 0;
    for (double count : counts) {
      total += count;
    }
    ByteArrayOutputStream histogram = new ByteArrayOutputStream();
    if (isWhole) {
      number(histogram, 1, (long) total + 1);
    } else {
      number(histogram, 2, total + 1);
    }
    number(histogram, 3, sum);
    number(histogram, 4, zigzag(1));
    number(histogram, 5, 0.001);
    if (isWhole) {
      number(histogram, 6, 1L);
    } else {
      number(histogram, 7, 1.0);
    }
    span(histogram, 8, 0, 1);
    buckets(histogram, isWhole, 9, counts[3]);
    span(histogram, 11, -1, 2);
    span(histogram, 11, 3, 1);
    buckets(histogram, isWhole, 12, counts[0], counts[1], counts[2]);
    number(histogram, 14, (long) hint);
    number(histogram, 15, timestamp);
    bytes(series, 4, histogram.toByteArray());
    return this;
  }

  private static void span(ByteArrayOutputStream out, int field, int offset, int length) {
    ByteArrayOutputStream span = new ByteArrayOutputStream();
    number(span, 1, zigzag(offset));
    number(span, 2, (long) length);
    bytes(out, field, span.toByteArray());
  }

  private static void buckets(
      ByteArrayOutputStream out, boolean isWhole, int field, double... counts) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    long before = 0;
    for (double count : counts) {
      if (isWhole) {
        varint(packed, zigzag((long) count - before));
        before = (long) count;
      } else {
        packed.writeBytes(bits(count));
      }
    }
    bytes(out, isWhole ? field : field + 1, packed.toByteArray());
  }

  private void endSeries() {
    if (series.size() > 0) {
      bytes(message, 1, series.toByteArray());
      series.reset();
    }
  }

  /** The body: snappy's block format, all of it literals. */
  byte[] toByteArray() {
    endSeries();
    byte[] plain = message.toByteArray();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    varint(packed, plain.length);
    for (int at = 0; at < plain.length; at += 60) {
      int length = Math.min(60, plain.length - at);
      packed.write((length - 1) << 2);
      packed.write(plain, at, length);
    }
    return packed.toByteArray();
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private static void number(ByteArrayOutputStream out, int field, long value) {
    varint(out, field << 3);
    varint(out, value);
  }

  private static void number(ByteArrayOutputStream out, int field, double value) {
    varint(out, field << 3 | 1);
    out.writeBytes(bits(value));
  }

  private static byte[] bits(double value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array();
  }

  private static void bytes(ByteArrayOutputStream out, int field, byte[] bytes) {
    varint(out, field << 3 | 2);
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
