package io.pharos.kernel.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what libraries log by {@code java.util.logging} to the log. Named by the property {@code
 * java.util.logging.config.class}, so that it costs nothing until such a library logs.
 */
public final class JulBridge {
  /** Called by the JDK when its logging is first used. */
  public JulBridge() throws IOException {
    String settings = "handlers=" + ToLog.class.getName() + "\n.level=WARNING\n";
    LogManager.getLogManager()
        .readConfiguration(new ByteArrayInputStream(settings.getBytes(StandardCharsets.UTF_8)));
  }

  /** Passes records on. Thread-safe. */
  public static final class ToLog extends Handler {
    @Override
    public void publish(LogRecord logged) {
      String name = logged.getLoggerName();
      Logger log = LoggerFactory.getLogger(name == null ? "java" : name);
      // what a library warns of in the JDK's log is seldom the user's concern
      if (logged.getLevel().intValue() >= Level.SEVERE.intValue()) {
        log.error("{}", logged.getMessage(), logged.getThrown());
      } else {
        log.debug("{}", logged.getMessage(), logged.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
