package io.pharos.exporter.node;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where processors spend their time. The kernel's counters may step back a little; what is shown
 * does not, until a processor that was taken away begins anew. Confined to one thread.
 */
final class CpuCollector implements Collector {
  private static final Logger log = LoggerFactory.getLogger(CpuCollector.class);

  private static final String[] MODES = {
    "user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"
  };

  private static final int IDLE = 3;
  private static final int GUEST = 8;
  private static final int GUEST_NICE = 9;

  /** When idle time steps back so far, the processor was replaced. */
  private static final double JUMP_SECONDS = 3;

  private final Roots roots;
  private final NodeConfig.Cpu config;
  private final CpuInfo info;
  private final Map<Integer, double[]> shown = new TreeMap<>();
  private List<Integer> isolated = List.of();

  CpuCollector(Roots roots, NodeConfig.Cpu config) {
    this.roots = roots;
    this.config = config;
    info = new CpuInfo(config);
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public void start() throws IOException {
    String list = Roots.readIfPresent(folder().resolve("isolated"));
    if (list == null) {
      return;
    }
    try {
      isolated = numbers(list);
    } catch (NumberFormatException e) {
      log.warn("list of isolated processors cannot be read list={}", list);
    }
  }

  /** The numbers of a list such as {@code 0-2,5}. */
  private static List<Integer> numbers(String list) {
    List<Integer> numbers = new ArrayList<>();
    for (String item : list.isEmpty() ? new String[0] : list.split(",", -1)) {
      int dash = item.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? item : item.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(item.substring(dash + 1));
      for (int i = first; i <= last && numbers.size() < 65_536; i++) {
        numbers.add(i);
      }
    }
    return List.copyOf(numbers);
  }

  @Override
  public void collect(Families out) throws IOException {
    if (info.isWanted()) {
      info.collect(roots.proc().resolve("cpuinfo"), out);
    }
    update(ProcStat.read(roots.proc().resolve("stat")).cpuSeconds());
    shown.forEach((cpu, seconds) -> show(Integer.toString(cpu), seconds, out));
    for (int cpu : isolated) {
      out.gauge(
          "node_cpu_isolated",
          "Whether each core is isolated, information from /sys/devices/system/cpu/isolated.",
          1,
          "cpu",
          Integer.toString(cpu));
    }
    throttles(out);
  }

  private void update(Map<Integer, double[]> read) {
    shown.keySet().retainAll(read.keySet());
    read.forEach(
        (cpu, now) -> {
          double[] before = shown.get(cpu);
          if (before == null || before[IDLE] - now[IDLE] >= JUMP_SECONDS) {
            shown.put(cpu, now.clone());
            return;
          }
          for (int i = 0; i < now.length; i++) {
            before[i] = Math.max(before[i], now[i]);
          }
        });
  }

  private void show(String cpu, double[] seconds, Families out) {
    for (int i = 0; i < MODES.length; i++) {
      out.counter(
          "node_cpu_seconds_total",
          "Seconds the CPUs spent in each mode.",
          seconds[i],
          "cpu",
          cpu,
          "mode",
          MODES[i]);
    }
    if (config.guest()) {
      guest(cpu, "user", seconds[GUEST], out);
      guest(cpu, "nice", seconds[GUEST_NICE], out);
    }
  }

  private static void guest(String cpu, String mode, double seconds, Families out) {
    out.counter(
        "node_cpu_guest_seconds_total",
        "Seconds the CPUs spent in guests (VMs) for each mode.",
        seconds,
        "cpu",
        cpu,
        "mode",
        mode);
  }

  /**
   * Counts of one core or package are read once, from the first of its processors that tells them.
   */
  private void throttles(Families out) throws IOException {
    Map<String, Boolean> seen = new HashMap<>();
    for (Path cpu : processors()) {
      Double packageId = count(cpu.resolve("topology/physical_package_id"));
      Double coreId = packageId == null ? null : count(cpu.resolve("topology/core_id"));
      if (packageId == null || coreId == null) {
        continue;
      }
      String physical = Long.toString(packageId.longValue());
      String core = Long.toString(coreId.longValue());
      Path folder = cpu.resolve("thermal_throttle");
      Double ofCore =
          seen.containsKey(physical + "/" + core)
              ? null
              : count(folder.resolve("core_throttle_count"));
      if (ofCore != null) {
        seen.put(physical + "/" + core, true);
        out.counter(
            "node_cpu_core_throttles_total",
            "Number of times this CPU core has been throttled.",
            ofCore,
            "core",
            core,
            "package",
            physical);
      }
      Double ofPackage =
          seen.containsKey(physical) ? null : count(folder.resolve("package_throttle_count"));
      if (ofPackage != null) {
        seen.put(physical, true);
        out.counter(
            "node_cpu_package_throttles_total",
            "Number of times this CPU package has been throttled.",
            ofPackage,
            "package",
            physical);
      }
    }
  }

  private static @Nullable Double count(Path file) {
    try {
      return Numbers.unsigned(Roots.read(file).strip());
    } catch (IOException e) {
      log.debug("processor does not tell a number file={} error={}", file, e.getMessage());
      return null;
    }
  }

  private List<Path> processors() throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder())) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder(), "cpu[0-9]*")) {
        stream.forEach(found::add);
      }
    }
    found.sort(null);
    return found;
  }

  private Path folder() {
    return roots.sys().resolve("devices/system/cpu");
  }
}
