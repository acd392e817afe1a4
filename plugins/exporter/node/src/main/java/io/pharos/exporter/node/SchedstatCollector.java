package io.pharos.exporter.node;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long tasks ran and waited on each processor. Confined to one thread. */
final class SchedstatCollector implements Collector {
  private static final Pattern CPU =
      Pattern.compile("cpu(\\d+)(?: \\d+){6} (\\d+) (\\d+) (\\d+).*");

  private static final double NANOS = 1e9;

  private final Roots roots;

  SchedstatCollector(Roots roots) {
    this.roots = roots;
  }

  @Override
  public String name() {
    return "schedstat";
  }

  @Override
  public void collect(Families out) throws IOException {
    for (String line : Roots.lines(roots.proc().resolve("schedstat"))) {
      Matcher matcher = CPU.matcher(line);
      if (!matcher.matches()) {
        continue;
      }
      String cpu = matcher.group(1);
      out.counter(
          "node_schedstat_running_seconds_total",
          "Number of seconds CPU spent running a process.",
          Numbers.unsigned(matcher.group(2)) / NANOS,
          "cpu",
          cpu);
      out.counter(
          "node_schedstat_waiting_seconds_total",
          "Number of seconds spent by processing waiting for this CPU.",
          Numbers.unsigned(matcher.group(3)) / NANOS,
          "cpu",
          cpu);
      out.counter(
          "node_schedstat_timeslices_total",
          "Number of timeslices executed by CPU.",
          Numbers.unsigned(matcher.group(4)),
          "cpu",
          cpu);
    }
  }
}
