package io.pharos.storage.tsdb.memory;

import io.pharos.spi.error.StorageException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Hands out small pieces of memory outside the heap and takes them back. A piece is named by an
 * int, 0 is no piece; freed pieces of one size class are handed out again, so memory follows what
 * is in use although pages are only given back at {@link #close}. Contents of a new piece are
 * undefined.
 *
 * <p>Guarded by the owner's lock; a piece that no longer changes may be read without it.
 */
public final class Slab implements AutoCloseable {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

  /** A piece starts at a multiple of so many bytes; its name counts them. */
  private static final int UNIT_SHIFT = 3;

  /** Units of an ordinary page: 512 KiB. */
  private static final int PAGE_SHIFT = 16;

  private static final int PAGE_BYTES = 1 << (PAGE_SHIFT + UNIT_SHIFT);
  private static final int UNIT_MASK = (1 << PAGE_SHIFT) - 1;
  private static final int MAX_PAGES = 1 << 15;

  /** Up to this size classes are 16 bytes apart, beyond they double in four steps. */
  private static final int FINE_LIMIT = 512;

  private static final int FINE_CLASSES = FINE_LIMIT / 16;

  private final Arena arena = Arena.ofShared();
  private final int[] free = new int[FINE_CLASSES + 4 * 24 + 1];
  private MemorySegment[] pages = new MemorySegment[16];
  private int pageCount;
  private int bump = 1;
  private int bumpEnd = 1;
  private long reserved;
  private long used;

  /** A piece of at least so many bytes. */
  public int allocate(int bytes) {
    int sizeClass = sizeClass(bytes);
    int size = classBytes(sizeClass);
    used += size;
    int piece = free[sizeClass];
    if (piece != 0) {
      free[sizeClass] = getInt(piece, 0);
      return piece;
    }
    int units = size >>> UNIT_SHIFT;
    if (size > PAGE_BYTES / 4) {
      if (pageCount == 0) {
        page(1 << UNIT_SHIFT); // name 0 is no piece
      }
      return page(size) << PAGE_SHIFT;
    }
    if (bumpEnd - bump < units) {
      int page = page(PAGE_BYTES);
      // name 0 is no piece
      bump = (page << PAGE_SHIFT) + (page == 0 ? 2 : 0);
      bumpEnd = (page << PAGE_SHIFT) + UNIT_MASK + 1;
    }
    piece = bump;
    bump += units;
    return piece;
  }

  /** Takes back a piece that was allocated with the same size. */
  public void free(int piece, int bytes) {
    int sizeClass = sizeClass(bytes);
    used -= classBytes(sizeClass);
    putInt(piece, 0, free[sizeClass]);
    free[sizeClass] = piece;
  }

  /** The room that a piece of this size has in truth. */
  public static int room(int bytes) {
    return classBytes(sizeClass(bytes));
  }

  /** Bytes taken from the system. */
  public long reservedBytes() {
    return reserved;
  }

  /** Bytes in pieces that are handed out. */
  public long usedBytes() {
    return used;
  }

  public int getInt(int piece, int offset) {
    return pages[piece >>> PAGE_SHIFT].get(INT, at(piece, offset));
  }

  public void putInt(int piece, int offset, int value) {
    pages[piece >>> PAGE_SHIFT].set(INT, at(piece, offset), value);
  }

  public long getLong(int piece, int offset) {
    return pages[piece >>> PAGE_SHIFT].get(LONG, at(piece, offset));
  }

  public void putLong(int piece, int offset, long value) {
    pages[piece >>> PAGE_SHIFT].set(LONG, at(piece, offset), value);
  }

  public void putDouble(int piece, int offset, double value) {
    pages[piece >>> PAGE_SHIFT].set(DOUBLE, at(piece, offset), value);
  }

  public double getDouble(int piece, int offset) {
    return pages[piece >>> PAGE_SHIFT].get(DOUBLE, at(piece, offset));
  }

  public short getShort(int piece, int offset) {
    return pages[piece >>> PAGE_SHIFT].get(SHORT, at(piece, offset));
  }

  public void putShort(int piece, int offset, short value) {
    pages[piece >>> PAGE_SHIFT].set(SHORT, at(piece, offset), value);
  }

  public void putByte(int piece, int offset, byte value) {
    pages[piece >>> PAGE_SHIFT].set(ValueLayout.JAVA_BYTE, at(piece, offset), value);
  }

  public byte getByte(int piece, int offset) {
    return pages[piece >>> PAGE_SHIFT].get(ValueLayout.JAVA_BYTE, at(piece, offset));
  }

  /** The page that holds a piece, to be read from {@link #offset} on. */
  public MemorySegment page(long piece) {
    return pages[(int) piece >>> PAGE_SHIFT];
  }

  /** Where a piece starts in its page. */
  public static long offset(int piece) {
    return (long) (piece & UNIT_MASK) << UNIT_SHIFT;
  }

  public void putBytes(int piece, int offset, byte[] source, int from, int length) {
    MemorySegment.copy(
        source,
        from,
        pages[piece >>> PAGE_SHIFT],
        ValueLayout.JAVA_BYTE,
        at(piece, offset),
        length);
  }

  public void getBytes(int piece, int offset, byte[] target, int at, int length) {
    MemorySegment.copy(
        pages[piece >>> PAGE_SHIFT], ValueLayout.JAVA_BYTE, at(piece, offset), target, at, length);
  }

  public void getLongs(int piece, int offset, long[] target, int at, int count) {
    MemorySegment.copy(pages[piece >>> PAGE_SHIFT], LONG, at(piece, offset), target, at, count);
  }

  public void getDoubles(int piece, int offset, double[] target, int at, int count) {
    MemorySegment.copy(pages[piece >>> PAGE_SHIFT], DOUBLE, at(piece, offset), target, at, count);
  }

  /** Copies the start of a piece into another one. */
  public void copy(int from, int to, int bytes) {
    MemorySegment.copy(
        pages[from >>> PAGE_SHIFT], offset(from), pages[to >>> PAGE_SHIFT], offset(to), bytes);
  }

  @Override
  public void close() {
    arena.close();
  }

  private static long at(int piece, int offset) {
    return ((long) (piece & UNIT_MASK) << UNIT_SHIFT) + offset;
  }

  private int page(int bytes) {
    if (pageCount == MAX_PAGES) {
      throw new StorageException(
          StorageException.Code.LIMIT, "the head is full [pages=" + pageCount + "]");
    }
    if (pageCount == pages.length) {
      // readers without the lock keep the old array, whose pages stay valid
      pages = Arrays.copyOf(pages, 2 * pageCount);
    }
    pages[pageCount] = arena.allocate(bytes, 64);
    reserved += bytes;
    return pageCount++;
  }

  static int sizeClass(int bytes) {
    if (bytes <= FINE_LIMIT) {
      return (Math.max(bytes, 1) + 15) >>> 4;
    }
    int log = 31 - Integer.numberOfLeadingZeros(bytes - 1);
    int step = 1 << (log - 2);
    int quarter = (bytes - 1 - (1 << log)) / step;
    return FINE_CLASSES + 1 + 4 * (log - 9) + quarter;
  }

  static int classBytes(int sizeClass) {
    if (sizeClass <= FINE_CLASSES) {
      return sizeClass << 4;
    }
    int index = sizeClass - FINE_CLASSES - 1;
    int log = 9 + index / 4;
    return (1 << log) + ((index % 4 + 1) << (log - 2));
  }
}
