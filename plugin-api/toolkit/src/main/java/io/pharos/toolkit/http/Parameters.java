package io.pharos.toolkit.http;

import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.HttpRequest;
import io.pharos.toolkit.exposition.GoQuote;
import io.pharos.toolkit.unit.Durations;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of {@code /api/v1}; errors are in the original's words. */
public final class Parameters {
  private static final String MIN_TEXT = "-292273086-05-16T16:47:06Z";
  private static final String MAX_TEXT = "292277025-08-18T07:12:54.999999999Z";

  /** The first and the last moment that the original can name. */
  private static final Moment MIN = new Moment(Long.MIN_VALUE / 1000 + 62_135_596_801L, 0);

  private static final Moment MAX =
      new Moment(Long.MAX_VALUE / 1000 - 62_135_596_801L, 999_999_999);

  private static final double NANOS = 1e9;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(_\\d+)*\\.?(\\d+(_\\d+)*)?|\\.\\d+(_\\d+)*)([eE][+-]?\\d+)?");

  private static final Pattern RFC_3339 =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2})(?:[.,](\\d+))?(Z|[+-]\\d{2}:\\d{2})");

  private Parameters() {}

  /** A moment as the original holds it. Immutable. */
  public record Moment(long seconds, int nanos) {
    /** Epoch milliseconds, rounded down. */
    public long millis() {
      return seconds * 1000 + nanos / 1_000_000;
    }

    /** Epoch milliseconds of the nanoseconds that fit into 64 bits: instant queries run there. */
    public long wrappedMillis() {
      return (seconds * 1_000_000_000L + nanos) / 1_000_000;
    }
  }

  /** The value of a parameter, "" without one. */
  public static String text(HttpRequest request, String name) {
    String value = request.parameter(name);
    return value == null ? "" : value;
  }

  /** All values of a parameter. */
  public static List<String> all(HttpRequest request, String name) {
    return request.parameters().getOrDefault(name, List.of());
  }

  /** A moment that may be left out; null then. */
  public static @Nullable Moment time(HttpRequest request, String name) {
    String text = text(request, name);
    if (text.isEmpty()) {
      return null;
    }
    Moment moment = moment(text);
    if (moment == null) {
      throw ApiException.badParameter(
          name, "invalid time value for '" + name + "': " + noTimestamp(text));
    }
    return moment;
  }

  /** A moment that must be there. */
  public static Moment requiredTime(HttpRequest request, String name) {
    String text = text(request, name);
    Moment moment = moment(text);
    if (moment == null) {
      throw ApiException.badParameter(name, noTimestamp(text));
    }
    return moment;
  }

  /** The start of a range of time, without one the first moment there is. */
  public static long start(HttpRequest request) {
    Moment start = time(request, "start");
    return (start == null ? MIN : start).millis();
  }

  /** The end of a range of time, without one the last moment there is. */
  public static long end(HttpRequest request) {
    Moment end = time(request, "end");
    return (end == null ? MAX : end).millis();
  }

  private static String noTimestamp(String text) {
    return "cannot parse " + GoQuote.quote(text) + " to a valid timestamp";
  }

  private static @Nullable Moment moment(String text) {
    Double number = number(text);
    if (number != null) {
      double whole = number < 0 ? Math.ceil(number) : Math.floor(number);
      double fraction = Math.round((number - whole) * 1000) / 1000.0;
      if (Double.isNaN(number) || Double.isInfinite(number)) {
        return normal(Long.MIN_VALUE, Long.MIN_VALUE);
      }
      return normal(goLong(whole), (long) (fraction * NANOS));
    }
    if (text.equals(MIN_TEXT)) {
      return MIN;
    }
    if (text.equals(MAX_TEXT)) {
      return MAX;
    }
    return rfc3339(text);
  }

  /** Nanoseconds beyond a second become seconds; overflows wrap as in the original. */
  private static Moment normal(long seconds, long nanos) {
    long carried = seconds + Math.floorDiv(nanos, 1_000_000_000L);
    return new Moment(carried, (int) Math.floorMod(nanos, 1_000_000_000L));
  }

  /** A double as an integer; one that does not fit becomes the least. */
  private static long goLong(double value) {
    return value >= 0x1p63 || value < -0x1p63 ? Long.MIN_VALUE : (long) value;
  }

  private static @Nullable Moment rfc3339(String text) {
    Matcher parts = RFC_3339.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    try {
      OffsetDateTime time = OffsetDateTime.parse(parts.group(1) + parts.group(3));
      String fraction = parts.group(2) == null ? "" : parts.group(2);
      String nanos = (fraction + "000000000").substring(0, 9);
      return new Moment(time.toEpochSecond(), Integer.parseInt(nanos));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Double number(String text) {
    if (NUMBER.matcher(text).matches()) {
      double value = Double.parseDouble(text.replace("_", ""));
      return Double.isInfinite(value) ? null : value; // out of range is an error
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  /**
   * A duration in nanoseconds: seconds as a number, or in the syntax of durations.
   *
   * @throws IllegalArgumentException with the reason if it is none
   */
  public static long durationNanos(String text) {
    Double number = number(text);
    if (number != null) {
      double nanos = number * NANOS;
      if (nanos > 0x1p63 || nanos < -0x1p63) {
        throw new IllegalArgumentException(
            "cannot parse " + GoQuote.quote(text) + " to a valid duration. It overflows int64");
      }
      return Double.isNaN(nanos) ? Long.MIN_VALUE : (long) nanos;
    }
    try {
      return Math.multiplyExact(Durations.parseMillis(text), 1_000_000L);
    } catch (ConfigException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "cannot parse " + GoQuote.quote(text) + " to a valid duration", e);
    }
  }

  /** At most so many results, 0 for all. */
  public static int limit(HttpRequest request) {
    String text = text(request, "limit");
    if (text.isEmpty()) {
      return 0;
    }
    long limit = whole(text, "limit");
    if (limit < 0) {
      throw ApiException.badParameter("limit", "limit must be non-negative");
    }
    return (int) Math.min(Integer.MAX_VALUE, limit);
  }

  private static long whole(String text, String name) {
    if (!text.matches("[+-]?\\d+")) {
      throw ApiException.badParameter(
          name, "strconv.Atoi: parsing " + GoQuote.quote(text) + ": invalid syntax");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ApiException.badParameter(
          name, "strconv.Atoi: parsing " + GoQuote.quote(text) + ": value out of range");
    }
  }

  /** A whole number of either sign, null where the text is none. */
  public static @Nullable Long integer(String text) {
    if (!text.matches("[+-]?\\d{1,19}")) {
      return null;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A switch as Go reads it; false without one. */
  public static boolean bool(HttpRequest request, String name) {
    String text = text(request, name);
    return switch (text) {
      case "1", "t", "T", "TRUE", "true", "True" -> true;
      case "", "0", "f", "F", "FALSE", "false", "False" -> false;
      default ->
          throw ApiException.badParameter(
              name,
              "unable to parse boolean: strconv.ParseBool: parsing "
                  + GoQuote.quote(text)
                  + ": invalid syntax");
    };
  }
}
