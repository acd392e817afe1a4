package io.pharos.ingest.scrape;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Lends buffers to scrapes; some few are kept, oversized ones never. Thread-safe. */
final class BufferPool {
  /** The largest body whose buffer is kept. */
  static final int KEPT_BODY = 8 << 20;

  private static final int KEPT = 16;

  private final ConcurrentLinkedDeque<Buffers> free = new ConcurrentLinkedDeque<>();
  private final AtomicInteger kept = new AtomicInteger();

  Buffers borrow() {
    @Nullable Buffers buffers = free.pollFirst();
    if (buffers == null) {
      return new Buffers();
    }
    kept.decrementAndGet();
    return buffers;
  }

  void giveBack(Buffers buffers) {
    buffers.reset();
    if (!buffers.isOversized() && kept.get() < KEPT) {
      kept.incrementAndGet();
      free.addFirst(buffers);
    }
  }
}
