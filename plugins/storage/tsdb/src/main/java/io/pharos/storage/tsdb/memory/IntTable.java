package io.pharos.storage.tsdb.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A hash set of ints above 0 outside the heap, found by a hash that the owner computes; linear
 * probing, at most two thirds full. Guarded by the owner's lock.
 */
public final class IntTable implements AutoCloseable {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  /** What the owner knows of the elements. */
  public interface Hashes {
    /** The hash of an element, the same as that given when it was added. */
    int hash(int element);
  }

  private final Hashes hashes;
  private Arena arena = Arena.ofShared();
  private MemorySegment slots;
  private int mask;
  private int size;

  public IntTable(Hashes hashes, int capacity) {
    this.hashes = hashes;
    mask = Integer.highestOneBit(Math.max(64, capacity) * 2 - 1) - 1;
    slots = arena.allocate((mask + 1L) * Integer.BYTES, 64);
  }

  /** The place where a search for this hash starts. */
  public int first(int hash) {
    return mix(hash) & mask;
  }

  /** The place behind another. */
  public int next(int place) {
    return (place + 1) & mask;
  }

  /** The element at a place, 0 where the search ends. */
  public int at(int place) {
    return slots.getAtIndex(INT, place);
  }

  /** Adds an element that is not there. */
  public void add(int element, int hash) {
    if (3L * (size + 1) > 2L * (mask + 1)) {
      grow();
    }
    insert(element, hash);
    size++;
  }

  /** Removes an element that is there. */
  public void remove(int element, int hash) {
    int place = first(hash);
    while (at(place) != element) {
      if (at(place) == 0) {
        return;
      }
      place = next(place);
    }
    size--;
    int hole = place;
    for (int at = next(hole); at(at) != 0; at = next(at)) {
      int home = first(hashes.hash(at(at)));
      // may move to the hole unless its home lies between the hole and itself
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        slots.setAtIndex(INT, hole, at(at));
        hole = at;
      }
    }
    slots.setAtIndex(INT, hole, 0);
  }

  public int size() {
    return size;
  }

  /** The number of places, for those who walk over all of them. */
  public int places() {
    return mask + 1;
  }

  public long bytes() {
    return (mask + 1L) * Integer.BYTES;
  }

  @Override
  public void close() {
    arena.close();
  }

  private void insert(int element, int hash) {
    int place = first(hash);
    while (at(place) != 0) {
      place = next(place);
    }
    slots.setAtIndex(INT, place, element);
  }

  private void grow() {
    Arena oldArena = arena;
    MemorySegment old = slots;
    int places = mask + 1;
    arena = Arena.ofShared();
    slots = arena.allocate(2L * places * Integer.BYTES, 64);
    mask = 2 * places - 1;
    for (int i = 0; i < places; i++) {
      int element = old.getAtIndex(INT, i);
      if (element != 0) {
        insert(element, hashes.hash(element));
      }
    }
    oldArena.close();
  }

  private static int mix(int hash) {
    int h = hash * 0x9E3779B9;
    return h ^ (h >>> 15);
  }
}
