package io.pharos.kernel.lifecycle;

import io.pharos.kernel.plugin.Kind;
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
 *
 * <p>When a collection leaves the heap full, the plugin whose work has run longest is named, its
 * threads are interrupted at once, and it is disabled at the next look: calls of strangers' plugins
 * first, then their tasks, then calls of our own leaves. When nobody is left to suspect and the
 * heap does not recover, the process ends. Confined to one thread, but for the interrupt.
 */
public final class Watchdog implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
  private static final double HEAP_MARK = 0.9;
  private static final int ROUNDS_TO_RECOVER = 3;

  private final Kernel kernel;
  private final long limitNanos;
  private final Heap heap;
  private final Runnable lastResort;
  private final Map<PluginHealth.Work, Boolean> interrupted = new HashMap<>();
  private volatile @Nullable Unit accused;
  private boolean listens;
  private int fullRounds;

  /**
   * A watchdog.
   *
   * @param limit how long a call may take before it is interrupted
   * @param lastResort ends the process when the heap does not recover
   */
  public Watchdog(Kernel kernel, Duration limit, Runnable lastResort) {
    this(kernel, limit, Heap.ofProcess(), lastResort);
  }

  Watchdog(Kernel kernel, Duration limit, Heap heap, Runnable lastResort) {
    this.kernel = kernel;
    this.limitNanos = limit.toNanos();
    this.heap = heap;
    this.lastResort = lastResort;
  }

  @Override
  public void run() {
    if (!listens) {
      listens = true; // not before the first look, as starts are short of time
      heap.onMark(HEAP_MARK, this::accuse);
    }
    checkCalls();
    checkHeap();
    kernel.releaseHeld();
  }

  private void checkCalls() {
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

  /** Acts on what the last collection has left. */
  private void checkHeap() {
    if (heap.share() < HEAP_MARK) {
      fullRounds = 0;
      if (accused == null) {
        return;
      }
    }
    if (accused == null) {
      accuse();
    }
    Unit suspect = accused;
    accused = null;
    if (suspect != null) {
      disable(suspect, "it filled the heap");
      heap.collect();
    } else if (++fullRounds > ROUNDS_TO_RECOVER) {
      heap.collect();
      if (heap.share() >= HEAP_MARK) {
        lastResort.run();
      }
    }
  }

  /** Names the plugin that has most likely filled the heap, and interrupts its work. */
  private void accuse() {
    Unit suspect = suspect();
    if (suspect == null || suspect.equals(accused)) {
      return;
    }
    accused = suspect;
    List<PluginHealth.Work> work = suspect.health().running();
    work.forEach(running -> running.thread().interrupt());
    log.error(
        "heap is full, the running work of a plugin is ended [plugin={}, call={}]",
        suspect.id(),
        work.isEmpty() ? "none" : work.getFirst().what());
  }

  private @Nullable Unit suspect() {
    Unit found = null;
    long oldest = -1;
    int worst = 0;
    for (Unit unit : kernel.table().units()) {
      for (PluginHealth.Work work : unit.health().running()) {
        int weight = weight(unit, work);
        long age = work.ageNanos();
        if (weight > worst || (weight == worst && weight > 0 && age > oldest)) {
          worst = weight;
          oldest = age;
          found = unit;
        }
      }
    }
    return found;
  }

  /** How suspicious some work is; 0 for what the server cannot do without. */
  private static int weight(Unit unit, PluginHealth.Work work) {
    if (!unit.descriptor().provider().equals("Pharos")) {
      return work.isBounded() ? 3 : 2;
    }
    boolean isLeaf = unit.offers().stream().allMatch(offer -> isLeaf(offer.kind()));
    return isLeaf && work.isBounded() ? 1 : 0;
  }

  private static boolean isLeaf(Kind kind) {
    return kind == Kind.DISCOVERY || kind == Kind.EXPORTER || kind == Kind.NOTIFY;
  }
}
