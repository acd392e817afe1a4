package io.pharos.kernel.lifecycle;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after plugins that do not return and a heap that fills. A call that runs past its limit is
 * named, its thread interrupted; if it is still there at the next limit, its plugin is disabled.
 * When the heap stays above the mark after a collection, the plugin whose work has run longest,
 * those of strangers before our own, is named, interrupted and disabled; if that does not help, the
 * process ends. Confined to one thread.
 */
public final class Watchdog implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
  private static final double HEAP_MARK = 0.95;
  private static final int ROUNDS_TO_RECOVER = 3;

  private final Kernel kernel;
  private final long limitNanos;
  private final Runnable lastResort;
  private final Map<PluginHealth.Work, Boolean> interrupted = new HashMap<>();
  private int fullRounds;

  /**
   * A watchdog.
   *
   * @param limit how long a call may take before it is interrupted
   * @param lastResort ends the process when the heap does not recover
   */
  public Watchdog(Kernel kernel, Duration limit, Runnable lastResort) {
    this.kernel = kernel;
    this.limitNanos = limit.toNanos();
    this.lastResort = lastResort;
  }

  @Override
  public void run() {
    Set<PluginHealth.Work> present = new HashSet<>();
    for (Unit unit : kernel.table().units()) {
      boolean hanging = false;
      for (PluginHealth.Work work : unit.health().running()) {
        if (work.isBounded() && work.ageNanos() > limitNanos) {
          present.add(work);
          hanging = true;
          overdue(unit, work);
        }
      }
      unit.health().hanging(hanging);
    }
    interrupted.keySet().retainAll(present);
    checkHeap(heapShare());
  }

  private void overdue(Unit unit, PluginHealth.Work work) {
    if (interrupted.putIfAbsent(work, true) == null) {
      log.error(
          "plugin does not return, its thread is interrupted [plugin={}, call={}, thread={}, seconds={}]",
          unit.id(),
          work.what(),
          work.thread().getName(),
          work.ageNanos() / 1_000_000_000L);
      work.thread().interrupt();
    } else if (work.ageNanos() > 2 * limitNanos && interrupted.replace(work, true, false)) {
      disable(unit, work.what() + " does not return");
    }
  }

  private void disable(Unit unit, String reason) {
    log.error("plugin is disabled [plugin={}, reason={}]", unit.id(), reason);
    try {
      kernel.fail(unit.id(), reason);
    } catch (RuntimeException e) {
      log.error(
          "plugin cannot be ended [plugin={}, error={}]", unit.id(), PluginHealth.describe(e));
    }
  }

  /** Acts on the share of the heap that is in use after the last collection. */
  void checkHeap(double share) {
    if (share < HEAP_MARK) {
      fullRounds = 0;
      return;
    }
    fullRounds++;
    if (fullRounds == 1) {
      Unit suspect = suspect();
      if (suspect != null) {
        List<PluginHealth.Work> work = suspect.health().running();
        log.error(
            "heap is full, the running work of a plugin is ended [plugin={}, call={}]",
            suspect.id(),
            work.isEmpty() ? "none" : work.getFirst().what());
        work.forEach(running -> running.thread().interrupt());
        disable(suspect, "it filled the heap");
      }
    } else if (fullRounds > ROUNDS_TO_RECOVER) {
      lastResort.run();
    }
  }

  /** The plugin whose bounded work is running longest; those of strangers before our own. */
  private @Nullable Unit suspect() {
    Unit found = null;
    long oldest = -1;
    for (Unit unit : kernel.table().units()) {
      boolean own = unit.descriptor().provider().equals("Pharos");
      for (PluginHealth.Work work : unit.health().running()) {
        long age = own ? work.ageNanos() / 1000 : work.ageNanos();
        if (age > oldest && (work.isBounded() || !own)) {
          oldest = age;
          found = unit;
        }
      }
    }
    return found;
  }

  private static double heapShare() {
    long used = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage after = pool.getCollectionUsage();
      if (pool.getType() == MemoryType.HEAP && after != null) {
        used += after.getUsed();
      }
    }
    long limit = Runtime.getRuntime().maxMemory();
    return used / (double) limit;
  }
}
