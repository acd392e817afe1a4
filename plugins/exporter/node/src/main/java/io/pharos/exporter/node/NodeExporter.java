package io.pharos.exporter.node;

import io.pharos.exporter.node.libc.Libc;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.exporter.MetricSink;
import io.pharos.spi.runtime.Context;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs collectors one after the other. One that fails says so in its own metric and spoils no
 * other. Thread-safe: scrapes wait for one another, because collectors remember what they showed.
 */
final class NodeExporter implements Exporter {
  private static final Logger log = LoggerFactory.getLogger(NodeExporter.class);

  private static final double NANOS = 1e9;

  private final Context context;
  private final List<Collector> collectors = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();

  NodeExporter(NodeConfig config, Context context, ZoneId zone) {
    this.context = context;
    Roots roots =
        new Roots(
            Path.of(config.procfs()),
            Path.of(config.sysfs()),
            Path.of(config.rootfs()),
            Path.of(config.udevData()));
    Libc libc = new Libc();
    for (String name : NodeConfig.ALL) {
      if (config.collectors().contains(name)) {
        collectors.add(
            switch (name) {
              case "conntrack" -> new ConntrackCollector(roots);
              case "cpu" -> new CpuCollector(roots, config.cpu());
              case "diskstats" -> new DiskstatsCollector(roots, config.diskstats());
              case "entropy" -> new EntropyCollector(roots);
              case "filefd" -> new FilefdCollector(roots);
              case "filesystem" ->
                  new FilesystemCollector(roots, config.filesystem(), libc, context.scheduler());
              case "loadavg" -> new LoadavgCollector(roots);
              case "meminfo" -> new MeminfoCollector(roots);
              case "netdev" -> new NetdevCollector(roots, config.netdev());
              case "netstat" -> new NetstatCollector(roots, config.netstat());
              case "pressure" -> new PressureCollector(roots);
              case "schedstat" -> new SchedstatCollector(roots);
              case "sockstat" -> new SockstatCollector(roots);
              case "softnet" -> new SoftnetCollector(roots);
              case "stat" -> new StatCollector(roots, config.stat());
              case "time" -> new TimeCollector(roots, context.clock(), zone);
              case "uname" -> new UnameCollector(libc);
              case "vmstat" -> new VmstatCollector(roots, config.vmstat());
              default -> throw new IllegalStateException("no collector " + name);
            });
      }
    }
  }

  @Override
  public void start() {
    for (Collector collector : collectors) {
      try {
        collector.start();
      } catch (IOException e) {
        log.warn(
            "collector starts with less collector={} error={}", collector.name(), e.toString());
      }
    }
  }

  @Override
  public void collect(Query query, MetricSink sink) throws InterruptedException {
    List<Collector> wanted = wanted(query.parameters());
    Families out = new Families();
    lock.lockInterruptibly();
    try {
      for (Collector collector : wanted) {
        collect(collector, out);
      }
    } finally {
      lock.unlock();
    }
    out.gauge(
        "node_exporter_build_info",
        "A metric with a constant '1' value labeled by the version of what answers.",
        1,
        "version",
        context.server().version());
    out.writeTo(sink, query.parameters().getOrDefault("name[]", List.of()));
  }

  private void collect(Collector collector, Families out) throws InterruptedException {
    long begin = context.clock().nanos();
    boolean success = true;
    try {
      collector.collect(out);
    } catch (NoSuchFileException e) {
      success = false; // this kernel has no such thing, at this scrape and at all others
      log.debug("collector has no data collector={} error={}", collector.name(), e.toString());
    } catch (IOException | RuntimeException e) {
      success = false;
      log.warn("collector failed collector={} error={}", collector.name(), e.toString());
    }
    out.gauge(
        "node_scrape_collector_duration_seconds",
        "node_exporter: Duration of a collector scrape.",
        (context.clock().nanos() - begin) / NANOS,
        "collector",
        collector.name());
    out.gauge(
        "node_scrape_collector_success",
        "node_exporter: Whether a collector succeeded.",
        success ? 1 : 0,
        "collector",
        collector.name());
  }

  /** The collectors that {@code collect[]} or {@code exclude[]} leave. */
  private List<Collector> wanted(Map<String, List<String>> parameters) {
    List<String> collect = parameters.getOrDefault("collect[]", List.of());
    Set<String> exclude = new HashSet<>(parameters.getOrDefault("exclude[]", List.of()));
    if (!collect.isEmpty() && !exclude.isEmpty()) {
      throw new ConfigException("Combined collect and exclude queries are not allowed.");
    }
    if (!collect.isEmpty()) {
      for (String name : collect) {
        if (collectors.stream().noneMatch(collector -> collector.name().equals(name))) {
          String reason = NodeConfig.ALL.contains(name) ? "disabled" : "missing";
          throw new ConfigException(
              "Couldn't create filtered metrics handler: couldn't create collector: "
                  + reason
                  + " collector: "
                  + name);
        }
      }
      return collectors.stream().filter(each -> collect.contains(each.name())).toList();
    }
    List<Collector> left =
        collectors.stream().filter(each -> !exclude.contains(each.name())).toList();
    return left.isEmpty() ? collectors : left;
  }

  @Override
  public void close() {}
}
