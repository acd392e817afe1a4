package io.pharos.rule.rules.relay;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times in messages: UTC with milliseconds. */
final class Rfc3339 {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

  private Rfc3339() {}

  static String print(long millis) {
    return FORMAT.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
  }
}
