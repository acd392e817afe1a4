package io.pharos.exporter.jvm;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.pharos.model.sample.MetricType;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sums up what was allocated in each memory pool, by its fill before and after each collection.
 * Thread-safe: collections are told by a thread of the machine.
 */
final class AllocationCounter implements NotificationListener {
  private static final Logger log = LoggerFactory.getLogger(AllocationCounter.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Double> allocated = new TreeMap<>();
  private final Map<String, Long> filled = new TreeMap<>();

  void start() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(this, null, null);
      }
    }
  }

  /** Stops to listen; the machine would hold this plugin's loader otherwise. */
  void close() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        try {
          emitter.removeNotificationListener(this);
        } catch (ListenerNotFoundException e) {
          log.debug("collector was not listened to collector={}", collector.getName());
        }
      }
    }
  }

  @Override
  public void handleNotification(Notification notification, Object handback) {
    if (notification
            .getType()
            .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
        && notification.getUserData() instanceof CompositeData data) {
      GarbageCollectionNotificationInfo info = GarbageCollectionNotificationInfo.from(data);
      Map<String, MemoryUsage> after = info.getGcInfo().getMemoryUsageAfterGc();
      info.getGcInfo()
          .getMemoryUsageBeforeGc()
          .forEach(
              (pool, before) -> {
                MemoryUsage left = after.getOrDefault(pool, before);
                collected(pool, before.getUsed(), left.getUsed());
              });
    }
  }

  /** Adds what a collection tells of a pool. */
  void collected(String pool, long before, long after) {
    lock.lock();
    try {
      long grown =
          Math.max(0, before - filled.getOrDefault(pool, 0L)) + Math.max(0, after - before);
      filled.put(pool, after);
      allocated.merge(pool, (double) grown, Double::sum);
    } finally {
      lock.unlock();
    }
  }

  void write(Families out) {
    lock.lock();
    try {
      out.family(
          "jvm_memory_pool_allocated_bytes_total",
          MetricType.COUNTER,
          "Total bytes allocated in a given JVM memory pool. Only updated after GC, not continuously.");
      allocated.forEach((pool, bytes) -> out.sample(bytes, "pool", pool));
    } finally {
      lock.unlock();
    }
  }
}
