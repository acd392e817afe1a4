package io.pharos.alert.router;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as the API writes and reads them. */
final class Times {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

  private Times() {}

  /** With milliseconds, in UTC. */
  static String print(long millis) {
    return FORMAT.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
  }

  /**
   * Reads RFC 3339.
   *
   * @throws DateTimeException if the text is none
   */
  static long parse(String text) {
    return OffsetDateTime.parse(text).toInstant().toEpochMilli();
  }
}
