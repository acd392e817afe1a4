package io.pharos.exporter.jvm;

import io.pharos.model.sample.MetricType;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** Classes, compilation, collections, and which machine it is. */
final class RuntimeFamilies {
  private static final double MILLIS = 1000;

  private RuntimeFamilies() {}

  static void write(Families out) {
    classes(out);
    CompilationMXBean compilation = ManagementFactory.getCompilationMXBean();
    if (compilation != null && compilation.isCompilationTimeMonitoringSupported()) {
      out.counter(
          "jvm_compilation_time_seconds_total",
          "The total time in seconds taken for HotSpot class compilation",
          compilation.getTotalCompilationTime() / MILLIS);
    }
    out.family(
        "jvm_gc_collection_seconds",
        MetricType.SUMMARY,
        "Time spent in a given JVM garbage collector in seconds.");
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      String name = collector.getName();
      out.part("_count", (double) collector.getCollectionCount(), "gc", name);
      out.part("_sum", collector.getCollectionTime() / MILLIS, "gc", name);
    }
    out.family("jvm_runtime_info", MetricType.GAUGE, "JVM runtime info");
    out.sample(
        1,
        "runtime",
        System.getProperty("java.runtime.name", "unknown"),
        "vendor",
        System.getProperty("java.vm.vendor", "unknown"),
        "version",
        System.getProperty("java.runtime.version", "unknown"));
  }

  private static void classes(Families out) {
    ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    out.gauge(
        "jvm_classes_currently_loaded",
        "The number of classes that are currently loaded in the JVM",
        classes.getLoadedClassCount());
    out.counter(
        "jvm_classes_loaded_total",
        "The total number of classes that have been loaded since the JVM has started execution",
        (double) classes.getTotalLoadedClassCount());
    out.counter(
        "jvm_classes_unloaded_total",
        "The total number of classes that have been unloaded since the JVM has started execution",
        (double) classes.getUnloadedClassCount());
  }
}
