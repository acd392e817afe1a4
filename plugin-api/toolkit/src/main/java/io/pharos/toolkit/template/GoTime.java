package io.pharos.toolkit.template;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Go's {@code time.Time}. Immutable.
 *
 * @param pointer whether its type is {@code *time.Time}
 */
public record GoTime(ZonedDateTime time, boolean pointer) implements GoObject {
  /** Go's zero time. */
  public static final GoTime ZERO =
      new GoTime(ZonedDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC), false);

  static final Param PARAM = Param.object("time.Time", false);

  private static final long SECONDS_TO_EPOCH = 62_135_596_800L;
  private static final String TEXT = "2006-01-02 15:04:05.999999999 -0700 MST";

  /** A moment in UTC. */
  public static GoTime of(Instant instant) {
    return new GoTime(instant.atZone(ZoneOffset.UTC), false);
  }

  /** A moment in UTC, in epoch milliseconds. */
  public static GoTime ofMillis(long millis) {
    return of(Instant.ofEpochMilli(millis));
  }

  @Override
  public String goType() {
    return pointer ? "*time.Time" : "time.Time";
  }

  @Override
  public String text() {
    return TimeLayout.format(TEXT, time);
  }

  /** The time in Go's layout. */
  public String format(String layout) {
    return TimeLayout.format(layout, time);
  }

  @Override
  public @Nullable Method method(String name) {
    Method ofDate = dateMethod(name);
    return ofDate != null ? ofDate : timeMethod(name);
  }

  private @Nullable Method dateMethod(String name) {
    return switch (name) {
      case "Year" -> Method.getter(() -> (long) time.getYear());
      case "Month" ->
          Method.getter(
              () ->
                  new Named(
                      "time.Month",
                      time.getMonthValue(),
                      time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH)));
      case "Day" -> Method.getter(() -> (long) time.getDayOfMonth());
      case "YearDay" -> Method.getter(() -> (long) time.getDayOfYear());
      case "Weekday" ->
          Method.getter(
              () ->
                  new Named(
                      "time.Weekday",
                      time.getDayOfWeek().getValue() % 7,
                      time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH)));
      case "Hour" -> Method.getter(() -> (long) time.getHour());
      case "Minute" -> Method.getter(() -> (long) time.getMinute());
      case "Second" -> Method.getter(() -> (long) time.getSecond());
      case "Nanosecond" -> Method.getter(() -> (long) time.getNano());
      case "Location" ->
          Method.getter(() -> new TypedString("*time.Location", TimeLayout.zoneName(time)));
      case "AddDate" ->
          new Method(
              List.of(Param.INT, Param.INT, Param.INT),
              a -> at(addDate((Long) nonNull(a[0]), (Long) nonNull(a[1]), (Long) nonNull(a[2]))));
      default -> null;
    };
  }

  private @Nullable Method timeMethod(String name) {
    return switch (name) {
      case "Unix" -> Method.getter(() -> time.toEpochSecond());
      case "UnixMilli" -> Method.getter(() -> time.toInstant().toEpochMilli());
      case "UnixMicro" ->
          Method.getter(() -> time.toEpochSecond() * 1_000_000 + time.getNano() / 1_000);
      case "UnixNano" -> Method.getter(() -> time.toEpochSecond() * 1_000_000_000 + time.getNano());
      case "IsZero" -> Method.getter(() -> time.toInstant().equals(ZERO.time.toInstant()));
      case "String" -> Method.getter(this::text);
      case "UTC", "Local" -> Method.getter(() -> at(time.withZoneSameInstant(ZoneOffset.UTC)));
      case "Format" ->
          new Method(List.of(Param.STRING), a -> TimeLayout.format((String) nonNull(a[0]), time));
      case "Add" ->
          new Method(List.of(GoDuration.PARAM), a -> at(time.plusNanos(GoDuration.nanos(a[0]))));
      case "Sub" -> new Method(List.of(PARAM), a -> since(other(a[0])));
      case "Before" ->
          new Method(List.of(PARAM), a -> time.toInstant().isBefore(other(a[0]).toInstant()));
      case "After" ->
          new Method(List.of(PARAM), a -> time.toInstant().isAfter(other(a[0]).toInstant()));
      case "Equal" ->
          new Method(List.of(PARAM), a -> time.toInstant().equals(other(a[0]).toInstant()));
      case "Compare" ->
          new Method(
              List.of(PARAM),
              a -> (long) Integer.signum(time.toInstant().compareTo(other(a[0]).toInstant())));
      case "Truncate" ->
          new Method(List.of(GoDuration.PARAM), a -> at(truncated(GoDuration.nanos(a[0]), false)));
      case "Round" ->
          new Method(List.of(GoDuration.PARAM), a -> at(truncated(GoDuration.nanos(a[0]), true)));
      default -> null;
    };
  }

  private static Object nonNull(@Nullable Object argument) {
    return java.util.Objects.requireNonNull(argument);
  }

  private static ZonedDateTime other(@Nullable Object argument) {
    return ((GoTime) nonNull(argument)).time;
  }

  private static GoTime at(ZonedDateTime time) {
    return new GoTime(time, false);
  }

  /** This time in another zone. */
  GoTime in(ZoneId zone) {
    return at(time.withZoneSameInstant(zone));
  }

  /** How much later this is than another time. */
  GoDuration since(ZonedDateTime earlier) {
    long seconds = time.toEpochSecond() - earlier.toEpochSecond();
    if (Math.abs(seconds) > Long.MAX_VALUE / 1_000_000_000 - 1) {
      return new GoDuration(seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE, false);
    }
    return new GoDuration(seconds * 1_000_000_000 + time.getNano() - earlier.getNano(), false);
  }

  private ZonedDateTime addDate(long years, long months, long days) {
    LocalDate first = LocalDate.of(time.getYear(), 1, 1);
    LocalDate date =
        first
            .plusYears(years)
            .plusMonths(time.getMonthValue() - 1 + months)
            .plusDays(time.getDayOfMonth() - 1 + days);
    return ZonedDateTime.of(date, time.toLocalTime(), time.getZone());
  }

  private ZonedDateTime truncated(long unit, boolean round) {
    if (unit <= 0) {
      return time;
    }
    long rest =
        BigInteger.valueOf(time.toEpochSecond() + SECONDS_TO_EPOCH)
            .multiply(BigInteger.valueOf(1_000_000_000))
            .add(BigInteger.valueOf(time.getNano()))
            .mod(BigInteger.valueOf(unit))
            .longValue();
    boolean up = round && rest >= unit - rest;
    return up ? time.plusNanos(unit - rest) : time.minusNanos(rest);
  }

  /** A month or a day of the week. */
  private record Named(String goType, long number, String text) implements OfInteger {}
}
