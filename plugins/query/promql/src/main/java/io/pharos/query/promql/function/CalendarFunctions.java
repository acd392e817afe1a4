package io.pharos.query.promql.function;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;

/** The parts of a date in UTC, from Unix seconds. */
final class CalendarFunctions {
  /** Seconds of 400 years. */
  private static final long CYCLE = 146_097L * 86_400;

  static final Map<String, DoubleUnaryOperator> ALL = new HashMap<>();

  static {
    ALL.put("minute", of(LocalDateTime::getMinute));
    ALL.put("hour", of(LocalDateTime::getHour));
    ALL.put("day_of_week", of(time -> time.getDayOfWeek().getValue() % 7));
    ALL.put("day_of_month", of(LocalDateTime::getDayOfMonth));
    ALL.put("day_of_year", of(LocalDateTime::getDayOfYear));
    ALL.put("days_in_month", of(time -> time.toLocalDate().lengthOfMonth()));
    ALL.put("month", of(LocalDateTime::getMonthValue));
    ALL.put("year", CalendarFunctions::year);
  }

  private CalendarFunctions() {}

  private static DoubleUnaryOperator of(ToIntFunction<LocalDateTime> part) {
    return seconds -> part.applyAsInt(time(seconds));
  }

  /** In the 400 years from 1970 on, after which the calendar repeats. */
  private static LocalDateTime time(double seconds) {
    long inCycle =
        fits(seconds)
            ? Math.floorMod((long) seconds, CYCLE)
            : Math.floorMod(Long.MAX_VALUE, CYCLE) + 1;
    return LocalDateTime.ofEpochSecond(inCycle, 0, ZoneOffset.UTC);
  }

  /** What does not fit is taken, as the original does, for the second after the last one. */
  private static boolean fits(double seconds) {
    return seconds >= -0x1p63 && seconds < 0x1p63;
  }

  private static double year(double seconds) {
    long cycles = Math.floorDiv(fits(seconds) ? (long) seconds : Long.MAX_VALUE, CYCLE);
    return time(seconds).getYear() + 400.0 * cycles;
  }
}
