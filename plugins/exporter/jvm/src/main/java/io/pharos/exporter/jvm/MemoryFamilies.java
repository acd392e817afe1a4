package io.pharos.exporter.jvm;

import io.pharos.model.sample.MetricType;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Memory areas, memory pools and pools of direct buffers. */
final class MemoryFamilies {
  private static final List<Size> SIZES =
      List.of(
          new Size("used", "Used", MemoryUsage::getUsed),
          new Size("committed", "Committed", MemoryUsage::getCommitted),
          new Size("max", "Max", MemoryUsage::getMax),
          new Size("init", "Initial", MemoryUsage::getInit));

  private MemoryFamilies() {}

  @SuppressWarnings("deprecation") // dashboards show the finalizer queue as long as there is one
  static void write(Families out) {
    buffers(out);
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    for (Size size : SIZES) {
      out.family(
          "jvm_memory_" + size.word() + "_bytes",
          MetricType.GAUGE,
          size.title() + " (bytes) of a given JVM memory area.");
      out.sample(size.of(memory.getHeapMemoryUsage()), "area", "heap");
      out.sample(size.of(memory.getNonHeapMemoryUsage()), "area", "nonheap");
    }
    out.gauge(
        "jvm_memory_objects_pending_finalization",
        "The number of objects waiting in the finalizer queue.",
        memory.getObjectPendingFinalizationCount());
    pools("jvm_memory_pool_", "", MemoryPoolMXBean::getUsage, out);
    pools(
        "jvm_memory_pool_collection_",
        " after last collection",
        MemoryPoolMXBean::getCollectionUsage,
        out);
  }

  private static void pools(
      String prefix,
      String when,
      Function<MemoryPoolMXBean, @Nullable MemoryUsage> usage,
      Families out) {
    for (Size size : SIZES) {
      out.family(
          prefix + size.word() + "_bytes",
          MetricType.GAUGE,
          size.title() + " bytes" + when + " of a given JVM memory pool.");
      for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
        MemoryUsage now = usage.apply(pool);
        if (now != null) {
          out.sample(size.of(now), "pool", pool.getName());
        }
      }
    }
  }

  private static void buffers(Families out) {
    List<BufferPoolMXBean> pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
    out.family(
        "jvm_buffer_pool_used_bytes", MetricType.GAUGE, "Used bytes of a given JVM buffer pool.");
    pools.forEach(pool -> out.sample((double) pool.getMemoryUsed(), "pool", pool.getName()));
    out.family(
        "jvm_buffer_pool_capacity_bytes",
        MetricType.GAUGE,
        "Bytes capacity of a given JVM buffer pool.");
    pools.forEach(pool -> out.sample((double) pool.getTotalCapacity(), "pool", pool.getName()));
    out.family(
        "jvm_buffer_pool_used_buffers",
        MetricType.GAUGE,
        "Used buffers of a given JVM buffer pool.");
    pools.forEach(pool -> out.sample((double) pool.getCount(), "pool", pool.getName()));
  }

  private record Size(String word, String title, ToLongFunction<MemoryUsage> of) {
    double of(MemoryUsage usage) {
      return (double) of.applyAsLong(usage);
    }
  }
}
