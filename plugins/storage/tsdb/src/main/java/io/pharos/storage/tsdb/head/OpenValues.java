package io.pharos.storage.tsdb.head;

import io.pharos.storage.tsdb.memory.Slab;

/**
 * The values of open chunks: chains of pieces of 32 or 64 bytes, each a link to the piece before, a
 * header, its first value, and how the others differ from the one before each: not at all, by whole
 * numbers of 1, 2 or 4 bytes in units of a power of ten, or all their bits. A piece is made anew in
 * a wider form as long as that fits; so no memory waits in sizes that nobody needs. Guarded by the
 * shard's lock.
 */
final class OpenValues {
  private static final int SMALL = 32;
  private static final int LARGE = 64;

  private static final int LINK = 0;
  private static final int HEADER = 4;
  private static final int FIRST = 8;
  private static final int REST = 16;

  /** Parts of a header: how many values, bytes of each but the first, power of ten, size. */
  private static final int COUNT = 0xFF;

  private static final int WIDTH_SHIFT = 8;
  private static final int SCALE_SHIFT = 12;
  private static final int IS_LARGE = 1 << 16;

  private static final int BITS = 8;
  private static final int MAX_SCALE = 3;
  private static final double[] POWERS = {1, 10, 100, 1000};
  private static final double MAX_EXACT = 1L << 52;

  /** An answer of {@link #number} for what is no whole number of units. */
  private static final long NONE = Long.MIN_VALUE;

  private final Slab slab;
  private final double[] scratch = new double[LARGE];

  OpenValues(Slab slab) {
    this.slab = slab;
  }

  /**
   * Adds a value behind those of a chain, 0 for an empty one; answers the chain's new last piece.
   *
   * @param before the bits of the value that was added before
   */
  int add(int last, double value, long before) {
    if (last == 0) {
      return piece(0, value);
    }
    int header = slab.getInt(last, HEADER);
    int count = header & COUNT;
    int width = (header >>> WIDTH_SHIFT) & 15;
    if (width == 0) {
      if (Double.doubleToRawLongBits(value) == before && count < COUNT) {
        slab.putInt(last, HEADER, header + 1);
        return last;
      }
    } else if (count * width <= room(header) && put(last, header, count, width, value, before)) {
      slab.putInt(last, HEADER, header + 1);
      return last;
    }
    int wider = widened(last, header, count, value);
    return wider != 0 ? wider : piece(last, value);
  }

  private static int room(int header) {
    return ((header & IS_LARGE) != 0 ? LARGE : SMALL) - REST;
  }

  private int piece(int link, double value) {
    int piece = slab.allocate(SMALL);
    slab.putInt(piece, LINK, link);
    slab.putInt(piece, HEADER, 1);
    slab.putDouble(piece, FIRST, value);
    return piece;
  }

  /** Puts the next value to a piece that has room; false if it does not fit its form. */
  private boolean put(int piece, int header, int count, int width, double value, long before) {
    int at = REST + (count - 1) * width;
    if (width == BITS) {
      slab.putDouble(piece, at, value);
      return true;
    }
    int scale = (header >>> SCALE_SHIFT) & 15;
    long number = number(value, scale);
    if (number == NONE) {
      return false;
    }
    long difference = number - number(Double.longBitsToDouble(before), scale);
    if (width(difference) > width) {
      return false;
    }
    put(piece, at, width, difference);
    return true;
  }

  private void put(int piece, int at, int width, long difference) {
    switch (width) {
      case 1 -> slab.putByte(piece, at, (byte) difference);
      case 2 -> slab.putShort(piece, at, (short) difference);
      default -> slab.putInt(piece, at, (int) difference);
    }
  }

  /** Makes a piece anew with a value more; answers it, or 0 if that takes more than one piece. */
  private int widened(int piece, int header, int count, double value) {
    if (count >= LARGE - REST) {
      return 0;
    }
    double[] values = scratch;
    read(piece, header, values, 0);
    values[count] = value;
    int scale = scale(values, count + 1);
    int width = scale < 0 ? BITS : width(values, count + 1, scale);
    int needed = count * width;
    if (needed > LARGE - REST) {
      return 0;
    }
    boolean isLarge = needed > SMALL - REST;
    int target = piece;
    if (isLarge && (header & IS_LARGE) == 0) {
      target = slab.allocate(LARGE);
      slab.putInt(target, LINK, slab.getInt(piece, LINK));
      slab.free(piece, SMALL);
    } else if ((header & IS_LARGE) != 0) {
      isLarge = true;
    }
    slab.putInt(
        target,
        HEADER,
        (isLarge ? IS_LARGE : 0)
            | (width == BITS ? 0 : scale) << SCALE_SHIFT
            | width << WIDTH_SHIFT
            | (count + 1));
    slab.putDouble(target, FIRST, values[0]);
    for (int i = 1; i <= count; i++) {
      int at = REST + (i - 1) * width;
      if (width == BITS) {
        slab.putDouble(target, at, values[i]);
      } else {
        put(target, at, width, number(values[i], scale) - number(values[i - 1], scale));
      }
    }
    return target;
  }

  /** The least power of ten that makes all values whole, -1 if there is none. */
  private static int scale(double[] values, int count) {
    for (int scale = 0; scale <= MAX_SCALE; scale++) {
      int whole = 0;
      while (whole < count && number(values[whole], scale) != NONE) {
        whole++;
      }
      if (whole == count) {
        return scale;
      }
    }
    return -1;
  }

  private static int width(double[] values, int count, int scale) {
    int width = 1;
    for (int i = 1; i < count; i++) {
      width = Math.max(width, width(number(values[i], scale) - number(values[i - 1], scale)));
    }
    return width;
  }

  private static int width(long difference) {
    return difference == (byte) difference
        ? 1
        : difference == (short) difference ? 2 : difference == (int) difference ? 4 : BITS;
  }

  /** A value in units of a power of ten; {@link #NONE} if it does not come back to the bit. */
  private static long number(double value, int scale) {
    if (scale == 0) {
      long number = (long) value;
      return Math.abs(value) <= MAX_EXACT
              && Double.doubleToRawLongBits((double) number) == Double.doubleToRawLongBits(value)
          ? number
          : NONE;
    }
    double number = Math.rint(value * POWERS[scale]);
    return Math.abs(number) <= MAX_EXACT
            && Double.doubleToRawLongBits((long) number / POWERS[scale])
                == Double.doubleToRawLongBits(value)
        ? (long) number
        : NONE;
  }

  /** Copies the values of a chain, of which there are {@code count}. */
  void read(int last, int count, double[] target) {
    int end = count;
    for (int piece = last; piece != 0; piece = slab.getInt(piece, LINK)) {
      int header = slab.getInt(piece, HEADER);
      end -= header & COUNT;
      read(piece, header, target, end);
    }
  }

  private void read(int piece, int header, double[] target, int at) {
    int count = header & COUNT;
    int width = (header >>> WIDTH_SHIFT) & 15;
    double first = slab.getDouble(piece, FIRST);
    target[at] = first;
    if (width == 0) {
      java.util.Arrays.fill(target, at + 1, at + count, first);
      return;
    }
    if (width == BITS) {
      slab.getDoubles(piece, REST, target, at + 1, count - 1);
      return;
    }
    int scale = (header >>> SCALE_SHIFT) & 15;
    long number = number(first, scale);
    for (int i = 1; i < count; i++) {
      int from = REST + (i - 1) * width;
      number +=
          switch (width) {
            case 1 -> slab.getByte(piece, from);
            case 2 -> slab.getShort(piece, from);
            default -> slab.getInt(piece, from);
          };
      target[at + i] = scale == 0 ? (double) number : number / POWERS[scale];
    }
  }

  /** Gives a chain back. */
  void free(int last) {
    for (int piece = last; piece != 0; ) {
      int before = slab.getInt(piece, LINK);
      slab.free(piece, (slab.getInt(piece, HEADER) & IS_LARGE) != 0 ? LARGE : SMALL);
      piece = before;
    }
  }
}
