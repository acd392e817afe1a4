package io.pharos.ingest.remotewrite;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes protobuf fields for tests. */
final class Proto {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  byte[] bytes() {
    return out.toByteArray();
  }

  Proto varint(int field, long value) {
    raw((long) field << 3);
    raw(value);
    return this;
  }

  Proto number(int field, double value) {
    raw(((long) field << 3) | 1);
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
    return this;
  }

  Proto text(int field, String value) {
    return message(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Proto message(int field, byte[] body) {
    raw(((long) field << 3) | 2);
    raw(body.length);
    out.writeBytes(body);
    return this;
  }

  Proto message(int field, Proto body) {
    return message(field, body.bytes());
  }

  private void raw(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  static Proto series(String... labels) {
    Proto series = new Proto();
    for (int i = 0; i < labels.length; i += 2) {
      series.message(1, new Proto().text(1, labels[i]).text(2, labels[i + 1]));
    }
    return series;
  }

  Proto sample(double value, long time) {
    return message(2, new Proto().number(1, value).varint(2, time));
  }

  /** The block format with literals alone. */
  static byte[] snappy(byte[] raw) {
    Proto block = new Proto();
    block.raw(raw.length);
    for (int at = 0; at < raw.length; at += 60) {
      int size = Math.min(60, raw.length - at);
      block.out.write((size - 1) << 2);
      block.out.write(raw, at, size);
    }
    return block.bytes();
  }
}
