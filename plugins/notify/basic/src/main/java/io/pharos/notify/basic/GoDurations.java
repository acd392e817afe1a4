package io.pharos.notify.basic;

import io.pharos.spi.error.ConfigException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in Go's own syntax: {@code 1m30s}, {@code 1.5h}; a bare number is nanoseconds. */
final class GoDurations {
  private static final Pattern PART =
      Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|ms|s|m|h)");
  private static final Map<String, Double> NANOS =
      Map.of("ns", 1.0, "us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h", 3600e9);

  private GoDurations() {}

  static Duration parse(String text) {
    if (text.matches("[0-9]{1,18}")) {
      return Duration.ofNanos(Long.parseLong(text));
    }
    Matcher parts = PART.matcher(text);
    double total = 0;
    int end = 0;
    while (parts.find() && parts.start() == end) {
      String unit = String.valueOf(parts.group(2));
      total += Double.parseDouble(String.valueOf(parts.group(1))) * NANOS.getOrDefault(unit, 0.0);
      end = parts.end();
    }
    if (text.isEmpty() || end != text.length()) {
      throw new ConfigException("not a valid duration: \"" + text + "\"");
    }
    return Duration.ofNanos((long) total);
  }
}
