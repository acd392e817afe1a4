package io.pharos.ingest.scrape;

import io.pharos.spi.runtime.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that {@code scrape_failure_log_file} names: a JSON object a line. Thread-safe. */
final class FailureLogs {
  private static final Logger log = LoggerFactory.getLogger(FailureLogs.class);

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();

  FailureLogs(Clock clock) {
    this.clock = clock;
  }

  /** Appends a line; a file that cannot be written costs a warning and nothing else. */
  void write(String file, String error, String job, String url) {
    StringBuilder line = new StringBuilder(256);
    line.append("{\"time\":\"").append(Instant.ofEpochMilli(clock.millis()));
    line.append("\",\"level\":\"ERROR\",\"source\":\"scrape\",\"msg\":");
    text(error, line);
    text(job, line.append(",\"job_name\":"));
    text(url, line.append(",\"target\":"));
    line.append("}\n");
    lock.lock();
    try {
      Files.writeString(
          Path.of(file),
          line,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      log.warn("writing a scrape failure log failed file={} error={}", file, e.toString());
    } finally {
      lock.unlock();
    }
  }

  private static void text(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || Character.isSurrogate(c)) {
            out.append("\\u00")
                .append(Character.forDigit((c >> 4) & 15, 16))
                .append(Character.forDigit(c & 15, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
