package io.pharos.kernel.metric;

import io.pharos.model.sample.MetricType;
import io.pharos.spi.runtime.MetricFamilies.MetricFamily;
import io.pharos.spi.runtime.MetricFamilies.MetricSample;
import java.io.File;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The metrics of the process, as the originals' client libraries name them. Immutable. */
public final class ProcessMetrics {
  private static final Path PROC = Path.of("/proc/self");
  private static final double TICKS = 100.0;
  private static final long PAGE = 4096;

  private ProcessMetrics() {}

  /** Adds them to a registry. */
  public static void expose(Registry registry) {
    registry.collector(ProcessMetrics::families);
  }

  /** Memory of the machine or of the container in bytes. */
  public static long machineMemory() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      return system.getTotalMemorySize();
    }
    return Runtime.getRuntime().maxMemory();
  }

  private static List<MetricFamily> families() {
    List<MetricFamily> families = new ArrayList<>();
    addProc(families);
    add(
        families,
        "process_open_fds",
        MetricType.GAUGE,
        "Number of open file descriptors.",
        openFiles());
    add(
        families,
        "process_max_fds",
        MetricType.GAUGE,
        "Maximum number of open file descriptors.",
        limit("Max open files"));
    add(
        families,
        "process_virtual_memory_max_bytes",
        MetricType.GAUGE,
        "Maximum amount of virtual memory available in bytes.",
        limit("Max address space"));
    add(
        families,
        "process_start_time_seconds",
        MetricType.GAUGE,
        "Start time of the process since unix epoch in seconds.",
        ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0);
    addJvm(families);
    return families;
  }

  private static void addProc(List<MetricFamily> families) {
    String stat = read(PROC.resolve("stat"));
    int end = stat.lastIndexOf(')');
    if (end < 0) {
      return;
    }
    String[] fields = stat.substring(end + 2).split(" ", -1);
    if (fields.length < 22) {
      return;
    }
    double cpu = (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12])) / TICKS;
    add(
        families,
        "process_cpu_seconds_total",
        MetricType.COUNTER,
        "Total user and system CPU time spent in seconds.",
        cpu);
    add(
        families,
        "process_virtual_memory_bytes",
        MetricType.GAUGE,
        "Virtual memory size in bytes.",
        Double.parseDouble(fields[20]));
    add(
        families,
        "process_resident_memory_bytes",
        MetricType.GAUGE,
        "Resident memory size in bytes.",
        Double.parseDouble(fields[21]) * PAGE);
  }

  private static void addJvm(List<MetricFamily> families) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    add(
        families,
        "pharos_jvm_heap_used_bytes",
        MetricType.GAUGE,
        "Bytes of the Java heap in use, garbage included.",
        (double) heap.getUsed());
    add(
        families,
        "pharos_jvm_heap_max_bytes",
        MetricType.GAUGE,
        "Bytes that the Java heap may grow to.",
        (double) heap.getMax());
    List<MetricSample> seconds = new ArrayList<>();
    List<MetricSample> runs = new ArrayList<>();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      List<String> labels = List.of("collector", collector.getName());
      seconds.add(new MetricSample("", labels, collector.getCollectionTime() / 1000.0));
      runs.add(new MetricSample("", labels, collector.getCollectionCount()));
    }
    families.add(
        new MetricFamily(
            "pharos_jvm_gc_seconds_total",
            MetricType.COUNTER,
            "Time of garbage collections.",
            seconds));
    families.add(
        new MetricFamily(
            "pharos_jvm_gc_runs_total", MetricType.COUNTER, "Garbage collections.", runs));
    add(
        families,
        "pharos_jvm_threads",
        MetricType.GAUGE,
        "Platform threads that live.",
        ManagementFactory.getThreadMXBean().getThreadCount());
    add(
        families,
        "pharos_jvm_classes_loaded",
        MetricType.GAUGE,
        "Classes that are loaded.",
        ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
  }

  private static void add(
      List<MetricFamily> families, String name, MetricType type, String help, double value) {
    families.add(
        new MetricFamily(name, type, help, List.of(new MetricSample("", List.of(), value))));
  }

  private static double openFiles() {
    @Nullable String[] names = new File("/proc/self/fd").list();
    return names == null ? Double.NaN : names.length;
  }

  private static double limit(String name) {
    for (String line : read(PROC.resolve("limits")).split("\n", -1)) {
      if (line.startsWith(name)) {
        String soft = line.substring(name.length()).strip().split(" +", -1)[0];
        return soft.equals("unlimited") ? 1.8446744073709552e19 : Double.parseDouble(soft);
      }
    }
    return Double.NaN;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
