package io.pharos.exporter.jvm;

import io.pharos.model.sample.MetricType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Platform threads by number and state; virtual ones are not counted by the machine. */
final class ThreadFamilies {
  private ThreadFamilies() {}

  static void write(Families out) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    out.gauge("jvm_threads_current", "Current thread count of a JVM", threads.getThreadCount());
    out.gauge("jvm_threads_daemon", "Daemon thread count of a JVM", threads.getDaemonThreadCount());
    out.gauge("jvm_threads_peak", "Peak thread count of a JVM", threads.getPeakThreadCount());
    out.counter(
        "jvm_threads_started_total",
        "Started thread count of a JVM",
        (double) threads.getTotalStartedThreadCount());
    out.gauge(
        "jvm_threads_deadlocked",
        "Cycles of JVM-threads that are in deadlock waiting to acquire object monitors or ownable"
            + " synchronizers",
        count(threads.findDeadlockedThreads()));
    out.gauge(
        "jvm_threads_deadlocked_monitor",
        "Cycles of JVM-threads that are in deadlock waiting to acquire object monitors",
        count(threads.findMonitorDeadlockedThreads()));
    states(threads, out);
  }

  private static int count(long @Nullable [] ids) {
    return ids == null ? 0 : ids.length;
  }

  private static void states(ThreadMXBean threads, Families out) {
    Map<Thread.State, Integer> counts = new EnumMap<>(Thread.State.class);
    int unknown = 0;
    for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds(), 0)) {
      if (info == null) {
        unknown++; // it ended since its number was given
      } else {
        counts.merge(info.getThreadState(), 1, Integer::sum);
      }
    }
    out.family("jvm_threads_state", MetricType.GAUGE, "Current count of threads by state");
    for (Thread.State state : Thread.State.values()) {
      out.sample(counts.getOrDefault(state, 0), "state", state.name());
    }
    out.sample(unknown, "state", "UNKNOWN");
  }
}
