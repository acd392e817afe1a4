package io.pharos.kernel.log;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.event.Level;

/**
 * Where and how the log is written. The SLF4J provider is one for the process, so this is the one
 * piece of state that outlives a server; main sets it once. Thread-safe.
 */
public final class LogSettings {
  private static final AtomicReference<Target> TARGET =
      new AtomicReference<>(new Target(Level.INFO, false, System.err));

  private LogSettings() {}

  /** Sets level ({@code debug}, {@code info}, {@code warn}, {@code error}), format and stream. */
  public static void set(String level, boolean json, PrintStream out) {
    Level parsed =
        switch (level) {
          case "debug" -> Level.DEBUG;
          case "warn" -> Level.WARN;
          case "error" -> Level.ERROR;
          default -> Level.INFO;
        };
    TARGET.set(new Target(parsed, json, out));
  }

  static Target target() {
    return TARGET.get();
  }

  /** What is set. Immutable. */
  record Target(Level level, boolean json, PrintStream out) {}
}
