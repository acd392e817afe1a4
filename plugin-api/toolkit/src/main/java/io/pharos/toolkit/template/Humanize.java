package io.pharos.toolkit.template;

import io.pharos.toolkit.unit.GoFloats;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Numbers for people, as the original's templates print them. */
public final class Humanize {
  private static final String[] LARGE = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
  private static final String[] SMALL = {"m", "u", "n", "p", "f", "a", "z", "y"};
  private static final String[] BINARY = {"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};

  private Humanize() {}

  /** The number that an argument of these functions stands for. */
  static double toFloat(@Nullable Object argument) {
    return switch (argument) {
      case Double value -> value;
      case Long value -> value;
      case String text -> parse(text);
      case null -> throw new TemplateException("can't convert <nil> to float");
      default ->
          throw new TemplateException("can't convert " + GoTypes.nameOf(argument) + " to float");
    };
  }

  private static double parse(String text) {
    String lower = text.toLowerCase(java.util.Locale.ROOT);
    String unsigned = lower.startsWith("+") || lower.startsWith("-") ? lower.substring(1) : lower;
    double sign = lower.startsWith("-") ? -1 : 1;
    if (unsigned.equals("inf") || unsigned.equals("infinity")) {
      return sign * Double.POSITIVE_INFINITY;
    }
    if (lower.equals("nan")) {
      return Double.NaN;
    }
    boolean hexadecimal = unsigned.matches("0x[0-9a-f_]*\\.?[0-9a-f_]*p[+-]?[0-9]+");
    boolean decimal =
        unsigned
            .replaceAll("(?<=[0-9])_(?=[0-9])", "")
            .matches("([0-9]+\\.?[0-9]*|\\.[0-9]+)(e[+-]?[0-9]+)?");
    if (!hexadecimal && !decimal) {
      throw notParsed(text, "invalid syntax");
    }
    double value = Double.parseDouble(unsigned.replace("_", "")) * sign;
    if (Double.isInfinite(value)) {
      throw notParsed(text, "value out of range");
    }
    return value;
  }

  private static TemplateException notParsed(String text, String reason) {
    return new TemplateException(
        "strconv.ParseFloat: parsing " + GoText.quote(text, false) + ": " + reason);
  }

  /** With metric prefixes: {@code 1.235M}. */
  public static String metric(double value) {
    if (value == 0 || isSpecial(value)) {
      return rounded(value);
    }
    double rest = value;
    String prefix = "";
    if (Math.abs(rest) >= 1) {
      for (int i = 0; i < LARGE.length && Math.abs(rest) >= 1000; i++) {
        prefix = LARGE[i];
        rest /= 1000;
      }
    } else {
      for (int i = 0; i < SMALL.length && Math.abs(rest) < 1; i++) {
        prefix = SMALL[i];
        rest *= 1000;
      }
    }
    return rounded(rest) + prefix;
  }

  /** With binary prefixes: {@code 1.177Mi}. */
  public static String binary(double value) {
    if (Math.abs(value) <= 1 || isSpecial(value)) {
      return rounded(value);
    }
    double rest = value;
    String prefix = "";
    for (int i = 0; i < BINARY.length && Math.abs(rest) >= 1024; i++) {
      prefix = BINARY[i];
      rest /= 1024;
    }
    return rounded(rest) + prefix;
  }

  /** Seconds as {@code 1d 2h 3m 4s}. */
  public static String duration(double seconds) {
    if (isSpecial(seconds)) {
      return rounded(seconds);
    }
    if (seconds == 0) {
      return rounded(seconds) + "s";
    }
    if (Math.abs(seconds) >= 1) {
      String sign = seconds < 0 ? "-" : "";
      long whole = saturated(Math.abs(seconds));
      long days = whole / 86_400;
      long hours = whole / 3600 % 24;
      long minutes = whole / 60 % 60;
      long rest = whole % 60;
      if (days != 0) {
        return sign + days + "d " + hours + "h " + minutes + "m " + rest + "s";
      }
      if (hours != 0) {
        return sign + hours + "h " + minutes + "m " + rest + "s";
      }
      if (minutes != 0) {
        return sign + minutes + "m " + rest + "s";
      }
      return sign + rounded(Math.abs(seconds)) + "s";
    }
    double rest = seconds;
    String prefix = "";
    for (int i = 0; i < SMALL.length && Math.abs(rest) < 1; i++) {
      prefix = SMALL[i];
      rest *= 1000;
    }
    return rounded(rest) + prefix + "s";
  }

  /** Beyond 64 bits a number becomes the least one, as on the processors of the original. */
  private static long saturated(double value) {
    return value >= 0x1p63 ? Long.MIN_VALUE : (long) value;
  }

  /** A share as percents. */
  public static String percentage(double share) {
    return rounded(share * 100) + "%";
  }

  /** Epoch seconds as a time in UTC. */
  static String timestamp(double seconds) {
    return isSpecial(seconds) ? rounded(seconds) : time(seconds).text();
  }

  /** Epoch seconds as a time, to the millisecond. */
  static GoTime time(double seconds) {
    if (isSpecial(seconds)) {
      throw new TemplateException("value is NaN or Inf");
    }
    double nanos = seconds * 1e9;
    if (nanos >= 0x1p63 || nanos <= -0x1p63) {
      throw new TemplateException(
          GoFloats.format(seconds, 'g', -1)
              + " cannot be represented as a nanoseconds timestamp since it overflows int64");
    }
    Instant instant = Instant.ofEpochMilli(Math.floorDiv((long) nanos, 1_000_000L));
    return new GoTime(instant.atZone(java.time.ZoneOffset.UTC), true);
  }

  /** Seconds as a duration. */
  static GoDuration durationOf(double seconds) {
    double nanos = seconds * 1e9;
    boolean fits = nanos < 0x1p63 && nanos >= -0x1p63;
    return new GoDuration(fits ? (long) nanos : Long.MIN_VALUE, true);
  }

  private static boolean isSpecial(double value) {
    return Double.isNaN(value) || Double.isInfinite(value);
  }

  private static String rounded(double value) {
    return GoFloats.format(value, 'g', 4);
  }
}
