package io.pharos.kernel.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes one line. A message is constant words followed by {@code key=value} pairs in brackets or
 * plain; it is quoted whole as {@code msg}. Immutable.
 */
final class LogLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private LogLine() {}

  static String of(
      boolean json, long epochMillis, String level, String source, String message, String error) {
    StringBuilder line = new StringBuilder(160 + message.length());
    String time = TIME.format(Instant.ofEpochMilli(epochMillis));
    if (json) {
      line.append("{\"time\":\"").append(time).append("\",\"level\":\"").append(level);
      line.append("\",\"source\":");
      quote(line, source);
      line.append(",\"msg\":");
      quote(line, message);
      if (!error.isEmpty()) {
        line.append(",\"err\":");
        quote(line, error);
      }
      return line.append("}\n").toString();
    }
    line.append("time=").append(time).append(" level=").append(level);
    line.append(" source=").append(source).append(" msg=");
    value(line, message);
    if (!error.isEmpty()) {
      line.append(" err=");
      value(line, error);
    }
    return line.append('\n').toString();
  }

  private static void value(StringBuilder line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == '"' || c == '=' || c == '\\' || c == 0x7f) {
        quote(line, text);
        return;
      }
    }
    line.append(text.isEmpty() ? "\"\"" : text);
  }

  private static void quote(StringBuilder line, String text) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> line.append("\\\"");
        case '\\' -> line.append("\\\\");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f) {
            line.append("\\u00")
                .append(Character.forDigit(c >> 4, 16))
                .append(Character.forDigit(c & 15, 16));
          } else {
            line.append(c);
          }
        }
      }
    }
    line.append('"');
  }
}
