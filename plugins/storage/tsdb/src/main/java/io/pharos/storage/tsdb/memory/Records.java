package io.pharos.storage.tsdb.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Records of 64 bytes, one cache line each, outside the heap, by index from 0. New records are
 * zero. Guarded by the owner's lock.
 */
public final class Records implements AutoCloseable {
  /** The size of a record. */
  public static final int BYTES = 64;

  private static final int PAGE_SHIFT = 12;
  private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;

  private final Arena arena = Arena.ofShared();
  private MemorySegment[] pages = new MemorySegment[16];
  private int pageCount;

  /** Makes sure that the record is there. */
  public void ensure(int index) {
    int page = index >>> PAGE_SHIFT;
    while (page >= pageCount) {
      if (pageCount == pages.length) {
        pages = Arrays.copyOf(pages, 2 * pageCount);
      }
      pages[pageCount++] = arena.allocate((long) BYTES << PAGE_SHIFT, 64);
    }
  }

  /** The page that holds a record. */
  public MemorySegment page(int index) {
    return pages[index >>> PAGE_SHIFT];
  }

  /** Where the record starts in its page. */
  public static long offset(int index) {
    return (long) (index & PAGE_MASK) * BYTES;
  }

  /** How many records fit before more memory is taken. */
  public int capacity() {
    return pageCount << PAGE_SHIFT;
  }

  /** Bytes taken from the system. */
  public long bytes() {
    return (long) capacity() * BYTES;
  }

  @Override
  public void close() {
    arena.close();
  }
}
