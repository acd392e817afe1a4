package io.pharos.kernel.lifecycle;

import io.pharos.kernel.thread.TaskObserver;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.Plugins;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How one plugin behaves: what of it runs now, how long it took, how it failed. Thread-safe. */
final class PluginHealth implements TaskObserver {
  private static final Logger log = LoggerFactory.getLogger(PluginHealth.class);
  private static final long RECENT_NANOS = 300_000_000_000L;

  private final String plugin;
  private final Clock clock;
  private final LongAdder failures = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final Set<Work> running = ConcurrentHashMap.newKeySet();
  private volatile String lastError = "";
  private volatile long lastFailureNanos;
  private volatile boolean hanging;

  PluginHealth(String plugin, Clock clock) {
    this.plugin = plugin;
    this.clock = clock;
  }

  /** A call into the plugin begins in the calling thread. */
  Work begin(String what, boolean bounded) {
    return add(new Work(what, Thread.currentThread(), clock.nanos(), bounded, true));
  }

  @Override
  public Running begin(String role) {
    return add(new Work(role, Thread.currentThread(), clock.nanos(), false, false));
  }

  private Work add(Work work) {
    running.add(work);
    return work;
  }

  @Override
  public void failed(String what, Throwable cause) {
    failures.increment();
    lastFailureNanos = clock.nanos();
    lastError = what + ": " + describe(cause);
    if (log.isDebugEnabled()) {
      log.warn("plugin failed [plugin={}, call={}]", plugin, what, cause);
    } else {
      log.warn("plugin failed [plugin={}, call={}, error={}]", plugin, what, describe(cause));
    }
  }

  /** An error in one line. */
  static String describe(Throwable cause) {
    String message = cause.getMessage();
    String text =
        cause instanceof io.pharos.spi.error.PharosException && message != null
            ? message
            : cause.toString();
    text = text.replace('\n', ';');
    return text.length() > 500 ? text.substring(0, 500) + "..." : text;
  }

  void hanging(boolean value) {
    hanging = value;
  }

  Plugins.Health health() {
    if (hanging) {
      return Plugins.Health.HANGING;
    }
    boolean recent = failures.sum() > 0 && clock.nanos() - lastFailureNanos < RECENT_NANOS;
    return recent ? Plugins.Health.FAILING : Plugins.Health.UP;
  }

  long failures() {
    return failures.sum();
  }

  double seconds() {
    return nanos.sum() / 1e9;
  }

  String lastError() {
    return lastError;
  }

  /** Work that runs now. */
  List<Work> running() {
    return new ArrayList<>(running);
  }

  int runningCount() {
    return running.size();
  }

  /** A call or task that runs. Confined to the thread that began it, but for what is final. */
  final class Work implements Running {
    private final String what;
    private final Thread thread;
    private final long startNanos;
    private final boolean bounded;
    private final boolean timed;

    Work(String what, Thread thread, long startNanos, boolean bounded, boolean timed) {
      this.what = what;
      this.thread = thread;
      this.startNanos = startNanos;
      this.bounded = bounded;
      this.timed = timed;
    }

    String what() {
      return what;
    }

    Thread thread() {
      return thread;
    }

    /** Whether it is a call that should end soon, not a task that may run for ever. */
    boolean isBounded() {
      return bounded;
    }

    long ageNanos() {
      return clock.nanos() - startNanos;
    }

    @Override
    public void close() {
      if (running.remove(this) && timed) {
        nanos.add(ageNanos());
      }
    }
  }
}
