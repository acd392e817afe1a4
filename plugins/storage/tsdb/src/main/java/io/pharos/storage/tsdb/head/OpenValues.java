package io.pharos.storage.tsdb.head;

import io.pharos.storage.tsdb.memory.Slab;

/**
 * The values of open chunks: chains of pieces of 64 bytes, each a link to the piece before, a
 * count, and 14 values that are whole numbers of 32 bits or 7 of any sort. Growing takes one piece
 * of the one size more, so nothing is copied and no memory waits in sizes that nobody needs.
 * Guarded by the shard's lock.
 */
final class OpenValues {
  private static final int BYTES = 64;
  private static final int LINK = 0;
  private static final int HEADER = 4;
  private static final int VALUES = 8;
  private static final int MOST_SMALL = (BYTES - VALUES) / 4;
  private static final int MOST_LARGE = (BYTES - VALUES) / 8;

  /** Set in the header of a piece whose values have 32 bits; the count is below. */
  private static final int SMALL = 1 << 8;

  private final Slab slab;

  OpenValues(Slab slab) {
    this.slab = slab;
  }

  /**
   * Adds a value behind those of a chain, 0 for an empty one; answers the chain's new last piece.
   */
  int add(int last, double value) {
    int small = (int) value;
    boolean isSmall =
        Double.doubleToRawLongBits((double) small) == Double.doubleToRawLongBits(value);
    int header = last == 0 ? 0 : slab.getInt(last, HEADER);
    int count = header & 0xFF;
    boolean hasRoom =
        last != 0 && ((header & SMALL) != 0 ? isSmall && count < MOST_SMALL : count < MOST_LARGE);
    int piece = last;
    if (!hasRoom) {
      piece = slab.allocate(BYTES);
      slab.putInt(piece, LINK, last);
      header = isSmall ? SMALL : 0;
      count = 0;
    }
    if ((header & SMALL) != 0) {
      slab.putInt(piece, VALUES + 4 * count, small);
    } else {
      slab.putDouble(piece, VALUES + 8 * count, value);
    }
    slab.putInt(piece, HEADER, header + 1);
    return piece;
  }

  /** Copies the values of a chain, of which there are {@code count}. */
  void read(int last, int count, double[] target) {
    int end = count;
    for (int piece = last; piece != 0; piece = slab.getInt(piece, LINK)) {
      int header = slab.getInt(piece, HEADER);
      int own = header & 0xFF;
      end -= own;
      if ((header & SMALL) != 0) {
        for (int i = 0; i < own; i++) {
          target[end + i] = slab.getInt(piece, VALUES + 4 * i);
        }
      } else {
        slab.getDoubles(piece, VALUES, target, end, own);
      }
    }
  }

  /** Gives a chain back. */
  void free(int last) {
    for (int piece = last; piece != 0; ) {
      int before = slab.getInt(piece, LINK);
      slab.free(piece, BYTES);
      piece = before;
    }
  }
}
