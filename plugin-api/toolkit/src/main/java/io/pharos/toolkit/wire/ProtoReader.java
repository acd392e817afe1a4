package io.pharos.toolkit.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the fields of a protobuf message one after the other, in place. A sub-message is read by
 * narrowing the end ({@link #enter}) and widening it again ({@link #leave}). Confined to one
 * thread.
 */
public final class ProtoReader {
  /** The wire types. */
  public static final int VARINT = 0;

  public static final int FIXED64 = 1;
  public static final int LENGTH = 2;
  public static final int FIXED32 = 5;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int GROUP = 3;
  private static final int END_GROUP = 4;

  private byte[] bytes = new byte[0];
  private int at;
  private int end;
  private int type;

  /** Begins with a message. */
  public void wrap(byte[] message, int from, int to) {
    bytes = message;
    at = from;
    end = to;
  }

  /** The next field's number, 0 at the end of the message. */
  public int field() throws WireException {
    return field("message");
  }

  /** The same, for a message of that name in errors. */
  public int field(String message) throws WireException {
    if (at >= end) {
      return 0;
    }
    long tag = varint();
    type = (int) tag & 7;
    int field = (int) (tag >>> 3);
    if (type == END_GROUP) {
      throw new WireException("proto: " + message + ": wiretype end group for non-group");
    }
    if (field <= 0) {
      throw new WireException(
          "proto: " + message + ": illegal tag " + field + " (wire type " + tag + ")");
    }
    return field;
  }

  /** The wire type of the field. */
  public int type() {
    return type;
  }

  /** Where the next byte stands. */
  public int position() {
    return at;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** Refuses a field of another wire type. */
  public void expect(int wireType, String name) throws WireException {
    if (type != wireType) {
      throw new WireException("proto: wrong wireType = " + type + " for field " + name);
    }
  }

  /** Reads a varint. */
  public long varint() throws WireException {
    int i = at;
    if (i < end) {
      byte first = bytes[i];
      if (first >= 0) {
        at = i + 1;
        return first;
      }
    }
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (i >= end) {
        throw eof();
      }
      byte b = bytes[i++];
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        at = i;
        return value;
      }
    }
    throw new WireException("proto: integer overflow");
  }

  /** Reads a varint of the zigzag kind. */
  public long zigzag() throws WireException {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** Reads eight bytes. */
  public long fixed64() throws WireException {
    if (end - at < 8) {
      throw eof();
    }
    long value = (long) LONG.get(bytes, at);
    at += 8;
    return value;
  }

  public double fixedDouble() throws WireException {
    return Double.longBitsToDouble(fixed64());
  }

  /** Reads the length of what follows, which lies within the message. */
  public int length() throws WireException {
    long length = varint();
    if (length < 0 || length > Integer.MAX_VALUE) {
      throw new WireException("proto: negative length found during unmarshaling");
    }
    if (length > end - at) {
      throw eof();
    }
    return (int) length;
  }

  /** Enters a sub-message, after {@link #length}; answers what {@link #leave} needs. */
  public int enter(int length) {
    int outer = end;
    end = at + length;
    return outer;
  }

  /** Leaves a sub-message at its end. */
  public void leave(int outer) {
    at = end;
    end = outer;
  }

  /** Goes over so many bytes, which {@link #length} has found to be there. */
  public void skip(int length) {
    at += length;
  }

  /** Goes over the field; a group with all that is in it. */
  public void skipField() throws WireException {
    int depth = 0;
    do {
      if (depth > 0) {
        type = (int) varint() & 7;
      }
      if (type == GROUP) {
        depth++;
      } else if (type == END_GROUP) {
        depth--;
      } else {
        skipPlain();
      }
    } while (depth > 0);
  }

  private void skipPlain() throws WireException {
    switch (type) {
      case VARINT -> varint();
      case FIXED64 -> fixed64();
      case LENGTH -> skip(length());
      case FIXED32 -> {
        if (end - at < 4) {
          throw eof();
        }
        at += 4;
      }
      default -> throw new WireException("proto: illegal wireType " + type);
    }
  }

  private static WireException eof() {
    return new WireException("unexpected EOF");
  }
}
