package io.pharos.toolkit.template;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;

/** Go's layouts of times: the reference time Mon Jan 2 15:04:05 MST 2006 shows what goes where. */
final class TimeLayout {
  /** Longer ones before those that they begin with. */
  private static final String[] ELEMENTS = {
    "January", "Jan", "Monday", "Mon", "MST", "2006", "__2", "_2", "002", "01", "02", "03", "04",
    "05", "06", "15", "1", "2", "3", "4", "5", "PM", "pm", "Z07:00:00", "Z070000", "Z07:00",
    "Z0700", "Z07", "-07:00:00", "-070000", "-07:00", "-0700", "-07"
  };

  private TimeLayout() {}

  static String format(String layout, ZonedDateTime time) {
    StringBuilder out = new StringBuilder(layout.length() + 8);
    int at = 0;
    while (at < layout.length()) {
      int fraction = fraction(layout, at);
      if (fraction > 0) {
        fraction(
            out, layout.charAt(at), layout.charAt(at + 1) == '9', fraction - 1, time.getNano());
        at += fraction;
        continue;
      }
      String element = element(layout, at);
      if (element.isEmpty()) {
        out.append(layout.charAt(at++));
      } else {
        append(out, element, time);
        at += element.length();
      }
    }
    return out.toString();
  }

  private static String element(String layout, int at) {
    for (String element : ELEMENTS) {
      if (layout.startsWith(element, at) && !startsWord(layout, at, element)) {
        return element;
      }
    }
    return "";
  }

  /** A short name inside a longer word is text: {@code January}, but not {@code Janet}. */
  private static boolean startsWord(String layout, int at, String element) {
    boolean name = element.equals("Jan") || element.equals("Mon");
    int end = at + element.length();
    return name && end < layout.length() && Character.isLowerCase(layout.charAt(end));
  }

  /**
   * The length of a fraction of a second such as {@code .000} or {@code ,999}, 0 if none is here.
   */
  private static int fraction(String layout, int at) {
    char first = layout.charAt(at);
    if ((first != '.' && first != ',') || at + 1 >= layout.length()) {
      return 0;
    }
    char digit = layout.charAt(at + 1);
    if (digit != '0' && digit != '9') {
      return 0;
    }
    int end = at + 1;
    while (end < layout.length() && layout.charAt(end) == digit) {
      end++;
    }
    boolean moreDigits = end < layout.length() && Character.isDigit(layout.charAt(end));
    return moreDigits ? 0 : end - at;
  }

  private static void fraction(StringBuilder out, char mark, boolean trim, int digits, int nanos) {
    String all = String.valueOf(1_000_000_000L + nanos).substring(1);
    StringBuilder shown = new StringBuilder(all.substring(0, Math.min(9, digits)));
    shown.repeat('0', Math.max(0, digits - 9));
    while (trim && !shown.isEmpty() && shown.charAt(shown.length() - 1) == '0') {
      shown.setLength(shown.length() - 1);
    }
    if (!shown.isEmpty()) {
      out.append(mark).append(shown);
    }
  }

  private static void append(StringBuilder out, String element, ZonedDateTime time) {
    switch (element) {
      case "2006" -> padded(out, time.getYear(), 4, '0');
      case "06" -> padded(out, Math.floorMod(time.getYear(), 100), 2, '0');
      case "January" -> out.append(month(time));
      case "Jan" -> out.append(month(time), 0, 3);
      case "01" -> padded(out, time.getMonthValue(), 2, '0');
      case "1" -> out.append(time.getMonthValue());
      case "Monday" -> out.append(day(time));
      case "Mon" -> out.append(day(time), 0, 3);
      case "02" -> padded(out, time.getDayOfMonth(), 2, '0');
      case "_2" -> padded(out, time.getDayOfMonth(), 2, ' ');
      case "2" -> out.append(time.getDayOfMonth());
      case "002" -> padded(out, time.getDayOfYear(), 3, '0');
      case "__2" -> padded(out, time.getDayOfYear(), 3, ' ');
      case "15" -> padded(out, time.getHour(), 2, '0');
      case "03" -> padded(out, twelve(time), 2, '0');
      case "3" -> out.append(twelve(time));
      case "04" -> padded(out, time.getMinute(), 2, '0');
      case "4" -> out.append(time.getMinute());
      case "05" -> padded(out, time.getSecond(), 2, '0');
      case "5" -> out.append(time.getSecond());
      case "PM" -> out.append(time.getHour() >= 12 ? "PM" : "AM");
      case "pm" -> out.append(time.getHour() >= 12 ? "pm" : "am");
      case "MST" -> out.append(zoneName(time));
      default -> offset(out, element, time.getOffset().getTotalSeconds());
    }
  }

  private static String month(ZonedDateTime time) {
    return time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private static String day(ZonedDateTime time) {
    return time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private static int twelve(ZonedDateTime time) {
    int hour = time.getHour() % 12;
    return hour == 0 ? 12 : hour;
  }

  /** The short name of the zone, its offset where it has none. */
  static String zoneName(ZonedDateTime time) {
    if (time.getZone().equals(ZoneOffset.UTC)) {
      return "UTC";
    }
    String name = java.time.format.DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(time);
    if (!name.isEmpty() && Character.isLetter(name.charAt(0))) {
      return name;
    }
    StringBuilder out = new StringBuilder();
    int seconds = time.getOffset().getTotalSeconds();
    offset(out, seconds % 3600 == 0 ? "-07" : "-0700", seconds);
    return out.toString();
  }

  private static void offset(StringBuilder out, String element, int seconds) {
    if (element.startsWith("Z") && seconds == 0) {
      out.append('Z');
      return;
    }
    int size = Math.abs(seconds);
    String colon = element.contains(":") ? ":" : "";
    int digits = element.replace(":", "").length() - 1;
    out.append(seconds < 0 ? '-' : '+');
    padded(out, size / 3600, 2, '0');
    if (digits >= 4) {
      padded(out.append(colon), size / 60 % 60, 2, '0');
    }
    if (digits >= 6) {
      padded(out.append(colon), size % 60, 2, '0');
    }
  }

  private static void padded(StringBuilder out, int value, int width, char fill) {
    String digits = Integer.toString(Math.abs(value));
    if (value < 0) {
      out.append('-');
    }
    out.repeat(fill, Math.max(0, width - digits.length())).append(digits);
  }
}
