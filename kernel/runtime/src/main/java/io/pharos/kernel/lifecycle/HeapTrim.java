package io.pharos.kernel.lifecycle;

/**
 * Keeps the heap near what lives in it. The serial collector, whose footprint is the smallest, lets
 * the part for old objects grow to the heap's maximum before it looks there for garbage; this asks
 * for a collection when that part holds twice what the last one left. Confined to one thread.
 */
public final class HeapTrim implements Runnable {
  /** Garbage that is not worth a pause. */
  private static final long SLACK_BYTES = 32L << 20;

  private final Heap heap;

  /** For the heap of this process. */
  public HeapTrim() {
    this(Heap.ofProcess());
  }

  HeapTrim(Heap heap) {
    this.heap = heap;
  }

  @Override
  public void run() {
    if (heap.isLazy() && heap.used() > 2 * heap.live() + SLACK_BYTES) {
      heap.collect();
    }
  }
}
