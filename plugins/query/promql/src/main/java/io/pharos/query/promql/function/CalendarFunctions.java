package io.pharos.query.promql.function;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;

/** The parts of a date in UTC, from Unix seconds. */
final class CalendarFunctions {
  static final Map<String, DoubleUnaryOperator> ALL = new HashMap<>();

  static {
    ALL.put("minute", of(LocalDateTime::getMinute));
    ALL.put("hour", of(LocalDateTime::getHour));
    ALL.put("day_of_week", of(time -> time.getDayOfWeek().getValue() % 7));
    ALL.put("day_of_month", of(LocalDateTime::getDayOfMonth));
    ALL.put("day_of_year", of(LocalDateTime::getDayOfYear));
    ALL.put("days_in_month", of(time -> time.toLocalDate().lengthOfMonth()));
    ALL.put("month", of(LocalDateTime::getMonthValue));
    ALL.put("year", of(LocalDateTime::getYear));
  }

  private CalendarFunctions() {}

  private static DoubleUnaryOperator of(ToIntFunction<LocalDateTime> part) {
    return seconds -> {
      long whole =
          Double.isNaN(seconds)
              ? Long.MIN_VALUE
              : (long) seconds;
      long bounded =
          Math.clamp(whole, Instant.MIN.getEpochSecond() + 86_400, Instant.MAX.getEpochSecond() - 86_400);
      return part.applyAsInt(LocalDateTime.ofEpochSecond(bounded, 0, ZoneOffset.UTC));
    };
  }
}
