package io.pharos.ingest.push.proto;

import io.pharos.ingest.push.text.BodyException;
import io.pharos.toolkit.exposition.Utf8;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The fields of one message, one after the other: {@link #next}, then the value in the form that
 * the field has; a value that nobody takes is skipped. Confined to one thread.
 */
final class Message {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;
  private static final int MOST_SHIFT = 63;

  private final ByteBuffer in;
  private int wire = -1;

  Message(ByteBuffer in) {
    this.in = in.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A message that stands behind its length, as those of a body do. */
  Message delimited() throws BodyException {
    return new Message(part());
  }

  boolean hasMore() {
    return in.hasRemaining();
  }

  /** The number of the next field, 0 at the end. */
  int next() throws BodyException {
    skip();
    if (!in.hasRemaining()) {
      return 0;
    }
    long key = varint();
    wire = (int) (key & 7);
    return (int) (key >>> 3);
  }

  private void skip() throws BodyException {
    switch (wire) {
      case -1 -> {}
      case VARINT -> varint();
      case FIXED64 -> forward(Long.BYTES);
      case FIXED32 -> forward(Integer.BYTES);
      case BYTES -> part();
      default -> throw new BodyException("proto: cannot parse invalid wire-format data");
    }
    wire = -1;
  }

  private void forward(int bytes) throws BodyException {
    if (in.remaining() < bytes) {
      throw new BodyException("unexpected EOF");
    }
    in.position(in.position() + bytes);
  }

  long number() throws BodyException {
    take(VARINT);
    return varint();
  }

  double real() throws BodyException {
    take(FIXED64);
    if (in.remaining() < Double.BYTES) {
      throw new BodyException("unexpected EOF");
    }
    return in.getDouble();
  }

  String text() throws BodyException {
    take(BYTES);
    ByteBuffer part = part();
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    return Utf8.lenient(bytes, 0, bytes.length);
  }

  Message message() throws BodyException {
    take(BYTES);
    return new Message(part());
  }

  private void take(int expected) throws BodyException {
    if (wire != expected) {
      throw new BodyException("proto: cannot parse invalid wire-format data");
    }
    wire = -1;
  }

  private ByteBuffer part() throws BodyException {
    long length = varint();
    if (length < 0 || length > in.remaining()) {
      throw new BodyException("unexpected EOF");
    }
    ByteBuffer part = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return part;
  }

  private long varint() throws BodyException {
    long value = 0;
    for (int shift = 0; shift <= MOST_SHIFT; shift += 7) {
      if (!in.hasRemaining()) {
        throw new BodyException("unexpected EOF");
      }
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new BodyException("proto: variable length integer overflow");
  }
}
