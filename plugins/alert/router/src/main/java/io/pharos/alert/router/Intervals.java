package io.pharos.alert.router;

import io.pharos.spi.error.ConfigException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Named time intervals. Immutable. */
final class Intervals {
  private static final List<String> DAYS =
      List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");

  private final Map<String, List<Spec>> byName = new HashMap<>();

  Intervals(List<RouterConfig.NamedInterval> named) {
    for (RouterConfig.NamedInterval interval : named) {
      List<Spec> specs = new ArrayList<>();
      interval.timeIntervals().forEach(spec -> specs.add(Spec.of(spec)));
      byName.put(interval.name(), List.copyOf(specs));
    }
  }

  /** Of these names those whose intervals contain a moment. */
  List<String> containing(List<String> names, long now) {
    List<String> found = new ArrayList<>();
    for (String name : names) {
      for (Spec spec : byName.getOrDefault(name, List.of())) {
        if (spec.contains(now)) {
          found.add(name);
        }
      }
    }
    return found;
  }

  /** From one number to another, both included. */
  private record Range(int from, int to) {
    boolean contains(int value) {
      return value >= from && value <= to;
    }
  }

  private record Spec(
      List<Range> minutes,
      List<Range> weekdays,
      List<Range> daysOfMonth,
      List<Range> months,
      List<Range> years,
      ZoneId zone) {
    static Spec of(RouterConfig.IntervalSpec spec) {
      List<Range> minutes = new ArrayList<>();
      for (RouterConfig.TimeSpec time : spec.times()) {
        int start = minute(time.startTime());
        int end = minute(time.endTime());
        if (start >= end) {
          throw new ConfigException("start time cannot be equal or greater than end time");
        }
        minutes.add(new Range(start, end - 1));
      }
      return new Spec(
          minutes,
          spec.weekdays().stream().map(text -> words(text, DAYS, 0)).toList(),
          spec.daysOfMonth().stream().map(Spec::days).toList(),
          spec.months().stream().map(text -> words(text, MONTHS, 1)).toList(),
          spec.years().stream().map(text -> words(text, List.of(), 0)).toList(),
          zone(spec.location()));
    }

    boolean contains(long now) {
      ZonedDateTime time = Instant.ofEpochMilli(now).atZone(zone);
      return any(minutes, time.getHour() * 60 + time.getMinute())
          && any(weekdays, time.getDayOfWeek().getValue() % 7)
          && anyDay(time)
          && any(months, time.getMonthValue())
          && any(years, time.getYear());
    }

    private static boolean any(List<Range> ranges, int value) {
      return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.contains(value));
    }

    private boolean anyDay(ZonedDateTime time) {
      if (daysOfMonth.isEmpty()) {
        return true;
      }
      int length = time.toLocalDate().lengthOfMonth();
      for (Range range : daysOfMonth) {
        int from = range.from < 0 ? length + range.from + 1 : range.from;
        int to = range.to < 0 ? length + range.to + 1 : range.to;
        boolean beyond = from > length;
        if (!beyond
            && new Range(Math.max(1, from), Math.min(length, to)).contains(time.getDayOfMonth())) {
          return true;
        }
      }
      return false;
    }

    private static ZoneId zone(String location) {
      try {
        return location.isEmpty() || location.equals("UTC") || location.equals("Local")
            ? ZoneOffset.UTC
            : ZoneId.of(location);
      } catch (DateTimeException e) {
        throw new ConfigException(ConfigException.Code.INVALID, "unknown time zone " + location, e);
      }
    }

    private static int minute(String text) {
      if (!text.matches("([01][0-9]|2[0-3]):[0-5][0-9]|24:00")) {
        throw new ConfigException("couldn't parse timestamp " + text + ", invalid format");
      }
      return Integer.parseInt(text.substring(0, 2)) * 60 + Integer.parseInt(text.substring(3));
    }

    private static Range days(String text) {
      Range range = words(text, List.of(), 0);
      if (range.from == 0
          || range.to == 0
          || Math.abs(range.from) > 31
          || Math.abs(range.to) > 31) {
        throw new ConfigException(text + " is not a valid day of the month: out of range");
      }
      if (range.from < 0 && range.to > 0) {
        throw new ConfigException("end day must be negative if start day is negative");
      }
      int from = range.from < 0 ? 28 + range.from + 1 : range.from;
      int to = range.to < 0 ? 28 + range.to + 1 : range.to;
      if (from > to && Integer.signum(range.from) == Integer.signum(range.to)) {
        throw new ConfigException(
            "end day " + range.to + " is always before start day " + range.from);
      }
      return range;
    }

    private static Range words(String text, List<String> names, int first) {
      String[] parts = text.toLowerCase(Locale.ROOT).split(":", -1);
      if (parts.length > 2) {
        throw new ConfigException("couldn't parse range " + text + ", invalid format");
      }
      int from = number(parts[0].strip(), names, first);
      int to = number(parts[parts.length - 1].strip(), names, first);
      if (from > to && from >= 0 && to >= 0) {
        throw new ConfigException("start cannot be before end: " + text);
      }
      return new Range(from, to);
    }

    private static int number(String word, List<String> names, int first) {
      int index = names.indexOf(word);
      if (index >= 0) {
        return index + first;
      }
      boolean digits = word.matches("-?[0-9]{1,6}") && !names.equals(DAYS);
      if (!digits) {
        throw new ConfigException(
            word + " is not a valid " + (names.equals(DAYS) ? "weekday" : "value"));
      }
      int value = Integer.parseInt(word);
      if (names.equals(MONTHS) && (value < 1 || value > 12)) {
        throw new ConfigException(word + " is not a valid month: out of range");
      }
      return value;
    }
  }
}
