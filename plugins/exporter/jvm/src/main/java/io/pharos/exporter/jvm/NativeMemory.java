package io.pharos.exporter.jvm;

import io.pharos.model.sample.MetricType;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What native memory tracking knows, where the machine runs with it. Thread-safe. */
final class NativeMemory {
  private static final Logger log = LoggerFactory.getLogger(NativeMemory.class);

  private static final Pattern LINE =
      Pattern.compile(
          "(?:-\\s+)?([A-Z][A-Za-z ]*?)\\s*(?::|\\()\\s*reserved=(\\d+), committed=(\\d+)\\)?.*");

  void write(Families out) {
    List<Pool> pools = read();
    if (pools.isEmpty()) {
      return;
    }
    out.family(
        "jvm_native_memory_reserved_bytes",
        MetricType.GAUGE,
        "Reserved bytes of a given JVM. Reserved memory represents the total amount of memory the JVM"
            + " can potentially use.");
    pools.forEach(pool -> out.sample(pool.reserved(), "pool", pool.name()));
    out.family(
        "jvm_native_memory_committed_bytes",
        MetricType.GAUGE,
        "Committed bytes of a given JVM. Committed memory represents the amount of memory the JVM is"
            + " using right now.");
    pools.forEach(pool -> out.sample(pool.committed(), "pool", pool.name()));
  }

  private static List<Pool> read() {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      Object answer =
          server.invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "vmNativeMemory",
              new Object[] {new String[] {"summary", "scale=B"}},
              new String[] {String[].class.getName()});
      return parse(String.valueOf(answer));
    } catch (JMException e) {
      log.debug("native memory cannot be asked error={}", e.toString());
      return List.of();
    }
  }

  /** Reads a summary; one that says that tracking is off has no pools. */
  static List<Pool> parse(String summary) {
    List<Pool> pools = new ArrayList<>();
    for (String line : summary.lines().toList()) {
      Matcher matcher = LINE.matcher(line.strip());
      if (matcher.matches()) {
        pools.add(
            new Pool(
                matcher.group(1),
                Double.parseDouble(matcher.group(2)),
                Double.parseDouble(matcher.group(3))));
      }
    }
    return pools;
  }

  /** One line of the summary, in bytes. Immutable. */
  record Pool(String name, double reserved, double committed) {}
}
