package io.pharos.kernel.log;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Writes lines to the stream of {@link LogSettings}. Warnings and errors of the same words are
 * limited to ten in ten seconds; what was left out is counted in the next line. Thread-safe.
 */
final class LineLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;
  private static final long WINDOW_MILLIS = 10_000;
  private static final int PER_WINDOW = 10;
  private static final int MAX_PATTERNS = 1_000;

  private final String source;
  private final boolean foreign;
  private final transient ConcurrentHashMap<String, Repeats> repeats = new ConcurrentHashMap<>();

  LineLogger(String name) {
    this.name = name;
    source = name.substring(name.lastIndexOf('.') + 1);
    foreign = !name.startsWith("io.pharos.");
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  @SuppressWarnings("NullAway") // SLF4J has no annotations, and gives null for what is absent
  protected void handleNormalizedLoggingCall(
      Level level, Marker marker, String pattern, Object[] arguments, Throwable throwable) {
    LogSettings.Target target = LogSettings.target();
    if (!isOn(level)) {
      return;
    }
    long now = System.currentTimeMillis();
    long leftOut = level.toInt() >= Level.WARN.toInt() ? pass(String.valueOf(pattern), now) : 0;
    if (leftOut < 0) {
      return;
    }
    String message =
        arguments == null
            ? String.valueOf(pattern)
            : MessageFormatter.basicArrayFormat(pattern, arguments);
    if (leftOut > 0) {
      message += " [repeats_left_out=" + leftOut + "]";
    }
    String line =
        LogLine.of(target.json(), now, level.name(), source, message, describe(throwable, target));
    target.out().print(line);
    target.out().flush();
  }

  /** How many lines of the pattern were left out before this one, or -1 to leave this one out. */
  private long pass(String pattern, long now) {
    if (repeats.size() > MAX_PATTERNS) {
      repeats.clear();
    }
    Repeats seen = repeats.computeIfAbsent(pattern, key -> new Repeats());
    return seen.pass(now);
  }

  private static String describe(@Nullable Throwable throwable, LogSettings.Target target) {
    if (throwable == null) {
      return "";
    }
    StringBuilder text = new StringBuilder(throwable.toString());
    Throwable cause = throwable.getCause();
    for (int depth = 0; cause != null && depth < 5; depth++, cause = cause.getCause()) {
      text.append("; caused by ").append(cause);
    }
    StackTraceElement[] stack = throwable.getStackTrace();
    int shown = target.level() == Level.DEBUG ? stack.length : Math.min(3, stack.length);
    for (int i = 0; i < shown; i++) {
      text.append(" at ").append(stack[i]);
    }
    return text.toString();
  }

  private boolean isOn(Level level) {
    // libraries tell of their ordinary doings at the level of information
    int least = Math.max(LogSettings.target().level().toInt(), foreign ? Level.WARN.toInt() : 0);
    return level.toInt() >= least;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return isOn(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return isOn(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return isOn(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return isOn(Level.ERROR);
  }

  /** Lines of one pattern in the current window. Thread-safe. */
  private static final class Repeats {
    private final AtomicLong windowStart = new AtomicLong();
    private final AtomicLong count = new AtomicLong();

    long pass(long now) {
      long start = windowStart.get();
      if (now - start >= WINDOW_MILLIS && windowStart.compareAndSet(start, now)) {
        return Math.max(0, count.getAndSet(1) - PER_WINDOW);
      }
      return count.incrementAndGet() <= PER_WINDOW ? 0 : -1;
    }
  }
}
