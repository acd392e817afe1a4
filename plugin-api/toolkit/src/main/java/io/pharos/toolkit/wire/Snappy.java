package io.pharos.toolkit.wire;

/**
 * Decodes snappy's block format. Written here rather than taken from a library because each copy
 * must be checked against the stated length in any case, and plain array copies need no unsafe
 * memory access. Thread-safe.
 */
public final class Snappy {
  private Snappy() {}

  /**
   * The length that a block states for what it holds.
   *
   * @throws WireException if it states none, or more than {@code limit}
   */
  public static int decodedLength(byte[] block, int length, int limit) throws WireException {
    long stated = 0;
    for (int i = 0; i < length && i < 5; i++) {
      stated |= (block[i] & 0x7fL) << (7 * i);
      if (block[i] >= 0) {
        if (stated > limit) {
          throw new WireException(
              "snappy: decoded length is too large [length=" + stated + ", limit=" + limit + "]");
        }
        return (int) stated;
      }
    }
    throw new WireException("s2: corrupt input");
  }

  /**
   * Decodes a block.
   *
   * @param out has room for {@link #decodedLength}
   * @return how many bytes were written: as many as the block states
   */
  public static int decode(byte[] block, int length, byte[] out) throws WireException {
    int stated = decodedLength(block, length, out.length);
    int at = 0;
    while (block[at++] < 0) {
      // over the length
    }
    int made = 0;
    while (at < length) {
      int tag = block[at++] & 0xff;
      int size;
      if ((tag & 3) == 0) {
        size = tag >>> 2;
        if (size >= 60) {
          int bytes = size - 59;
          if (at + bytes > length) {
            throw corrupt();
          }
          size = 0;
          for (int i = 0; i < bytes; i++) {
            size |= (block[at++] & 0xff) << (8 * i);
          }
        }
        size++;
        if (size <= 0 || size > length - at || size > stated - made) {
          throw corrupt();
        }
        System.arraycopy(block, at, out, made, size);
        at += size;
        made += size;
        continue;
      }
      int offset;
      int kind = tag & 3;
      int bytes = kind == 3 ? 4 : kind;
      if (at + bytes > length) {
        throw corrupt();
      }
      if (kind == 1) {
        size = 4 + ((tag >>> 2) & 7);
        offset = (tag & 0xe0) << 3 | (block[at] & 0xff);
      } else {
        size = 1 + (tag >>> 2);
        offset = (block[at] & 0xff) | (block[at + 1] & 0xff) << 8;
        if (kind == 3) {
          offset |= (block[at + 2] & 0xff) << 16 | (block[at + 3] & 0xff) << 24;
        }
      }
      at += bytes;
      if (offset <= 0 || offset > made || size > stated - made) {
        throw corrupt();
      }
      copy(out, made, offset, size);
      made += size;
    }
    if (made != stated) {
      throw corrupt();
    }
    return made;
  }

  private static void copy(byte[] out, int to, int offset, int size) {
    if (offset >= size) {
      System.arraycopy(out, to - offset, out, to, size);
    } else {
      for (int i = to; i < to + size; i++) {
        out[i] = out[i - offset]; // what was just written repeats
      }
    }
  }

  private static WireException corrupt() {
    return new WireException("s2: corrupt input");
  }
}
