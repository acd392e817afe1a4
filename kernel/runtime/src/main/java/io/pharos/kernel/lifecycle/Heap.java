package io.pharos.kernel.lifecycle;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import javax.management.NotificationEmitter;
import org.jspecify.annotations.Nullable;

/** What a watchdog wants to know of the heap. */
interface Heap {
  /**
   * The share of the part where objects grow old that was in use after its last collection: that
   * part is full before the heap as a whole is.
   */
  double share();

  /** Bytes in use where objects grow old, garbage among them. */
  long used();

  /** Bytes that the last collection of that part left in use; 0 before the first one. */
  long live();

  /** Whether that part is collected only when the heap has grown to its maximum. */
  boolean isLazy();

  /** Collects garbage now, so that the share is of now. */
  void collect();

  /** Runs an action whenever a collection leaves more than a share in use; it must be quick. */
  void onMark(double share, Runnable action);

  /** The heap of this process. */
  static Heap ofProcess() {
    return new ProcessHeap();
  }

  /** Reads the pool that may grow largest. Thread-safe. */
  final class ProcessHeap implements Heap {
    private final @Nullable MemoryPoolMXBean pool =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(found -> found.getType() == MemoryType.HEAP)
            .filter(MemoryPoolMXBean::isCollectionUsageThresholdSupported)
            .max(Comparator.comparingLong(ProcessHeap::most))
            .orElse(null);

    private static long most(MemoryPoolMXBean pool) {
      MemoryUsage usage = pool.getUsage();
      return usage == null ? 0 : usage.getMax();
    }

    @Override
    public double share() {
      MemoryUsage after = pool == null ? null : pool.getCollectionUsage();
      return after == null || after.getMax() <= 0 ? 0 : after.getUsed() / (double) after.getMax();
    }

    @Override
    public long used() {
      MemoryUsage now = pool == null ? null : pool.getUsage();
      return now == null ? 0 : now.getUsed();
    }

    @Override
    public long live() {
      MemoryUsage after = pool == null ? null : pool.getCollectionUsage();
      return after == null ? 0 : after.getUsed();
    }

    @Override
    public boolean isLazy() {
      return pool != null && pool.getName().equals("Tenured Gen"); // the serial collector's
    }

    @Override
    public void collect() {
      System.gc();
    }

    @Override
    public void onMark(double share, Runnable action) {
      if (pool == null || most(pool) <= 0) {
        return;
      }
      pool.setCollectionUsageThreshold((long) (most(pool) * share));
      if (ManagementFactory.getMemoryMXBean() instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(
            (notification, context) -> action.run(),
            notification ->
                notification
                    .getType()
                    .equals(MemoryNotificationInfo.MEMORY_COLLECTION_THRESHOLD_EXCEEDED),
            null);
      }
    }
  }
}
