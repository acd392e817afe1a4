package io.pharos.toolkit.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Go's {@code time.Duration}. Immutable.
 *
 * @param pointer whether its type is {@code *time.Duration}
 */
public record GoDuration(long nanos, boolean pointer) implements GoObject.OfInteger {
  static final Param PARAM = Param.object("time.Duration", false);

  private static final double SECOND = 1e9;

  @Override
  public String goType() {
    return pointer ? "*time.Duration" : "time.Duration";
  }

  @Override
  public long number() {
    return nanos;
  }

  @Override
  public String text() {
    if (nanos == 0) {
      return "0s";
    }
    // the least long has no positive twin: divide first
    String sign = nanos < 0 ? "-" : "";
    long seconds = Math.abs(nanos / 1_000_000_000);
    long rest = Math.abs(nanos % 1_000_000_000);
    if (seconds == 0) {
      if (rest < 1_000) {
        return sign + rest + "ns";
      }
      boolean micro = rest < 1_000_000;
      int digits = micro ? 3 : 6;
      return sign + decimals(rest, digits) + (micro ? "µs" : "ms");
    }
    StringBuilder text = new StringBuilder(sign);
    long minutes = seconds / 60;
    if (minutes >= 60) {
      text.append(minutes / 60).append('h');
    }
    if (minutes > 0) {
      text.append(minutes % 60).append('m');
    }
    return text.append(decimals(seconds % 60 * 1_000_000_000 + rest, 9)).append('s').toString();
  }

  private static String decimals(long value, int digits) {
    String text = java.math.BigDecimal.valueOf(value, digits).toPlainString();
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
  }

  @Override
  public @Nullable Method method(String name) {
    return switch (name) {
      case "Hours" -> Method.getter(() -> nanos / (3600 * SECOND));
      case "Minutes" -> Method.getter(() -> nanos / (60 * SECOND));
      case "Seconds" -> Method.getter(() -> nanos / SECOND);
      case "Milliseconds" -> Method.getter(() -> nanos / 1_000_000);
      case "Microseconds" -> Method.getter(() -> nanos / 1_000);
      case "Nanoseconds" -> Method.getter(() -> nanos);
      case "String" -> Method.getter(this::text);
      case "Abs" ->
          Method.getter(
              () ->
                  new GoDuration(
                      nanos == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(nanos), false));
      case "Round" ->
          new Method(
              List.of(PARAM), arguments -> new GoDuration(rounded(nanos(arguments[0])), false));
      case "Truncate" ->
          new Method(
              List.of(PARAM),
              arguments -> {
                long unit = nanos(arguments[0]);
                return new GoDuration(unit <= 0 ? nanos : nanos - nanos % unit, false);
              });
      default -> null;
    };
  }

  private long rounded(long unit) {
    if (unit <= 0) {
      return nanos;
    }
    long rest = nanos % unit;
    long half = Math.abs(rest) * 2 >= unit ? unit : 0;
    return nanos - rest + (nanos < 0 ? -half : half);
  }

  static long nanos(@Nullable Object value) {
    Long number = GoTypes.asInteger(value);
    return number == null ? 0 : number;
  }
}
