package io.pharos.kernel.log;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Writes lines to the stream of {@link LogSettings}. Warnings and errors of the same pattern are
 * limited to ten in ten seconds, but for those whose words are new in that time, of which there may
 * be fifty more: the noise of one plugin hides no other's. What was left out is counted in the next
 * line. Thread-safe.
 */
final class LineLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;
  static final long WINDOW_MILLIS = 10_000;
  static final int PER_WINDOW = 10;
  static final int MORE_WORDS = 50;
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
    String message =
        arguments == null
            ? String.valueOf(pattern)
            : MessageFormatter.basicArrayFormat(pattern, arguments);
    long leftOut =
        level.toInt() >= Level.WARN.toInt() ? pass(String.valueOf(pattern), message, now) : 0;
    if (leftOut < 0) {
      return;
    }
    if (leftOut > 0) {
      message += " [repeats_left_out=" + leftOut + "]";
    }
    String line =
        LogLine.of(target.json(), now, level.name(), source, message, describe(throwable, target));
    target.out().print(line);
    target.out().flush();
  }

  /** How many lines of the pattern were left out before this one, or -1 to leave this one out. */
  private long pass(String pattern, String message, long now) {
    if (repeats.size() > MAX_PATTERNS) {
      repeats.clear();
    }
    Repeats seen = repeats.computeIfAbsent(pattern, key -> new Repeats());
    return seen.pass(message, now);
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
  static final class Repeats {
    private final Set<String> words = new HashSet<>();
    private long windowStart;
    private long passed;
    private long leftOut;

    synchronized long pass(String message, long now) {
      long before = 0;
      if (now - windowStart >= WINDOW_MILLIS) {
        windowStart = now;
        before = leftOut;
        passed = 0;
        leftOut = 0;
        words.clear();
      }
      boolean isNew = words.size() < PER_WINDOW + MORE_WORDS && words.add(message);
      if (passed < PER_WINDOW || isNew) {
        passed++;
        return before;
      }
      leftOut++;
      return -1;
    }
  }
}
