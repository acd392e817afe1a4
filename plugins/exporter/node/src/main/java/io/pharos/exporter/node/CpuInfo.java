package io.pharos.exporter.node;

import io.pharos.toolkit.regex.Regex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What processors are, as {@code cpuinfo} describes those of PCs. Immutable. */
final class CpuInfo {
  private final boolean wanted;
  private final @Nullable Regex flags;
  private final @Nullable Regex bugs;

  CpuInfo(NodeConfig.Cpu config) {
    flags = NameFilter.anywhere(config.flagsInclude());
    bugs = NameFilter.anywhere(config.bugsInclude());
    wanted = config.info() || flags != null || bugs != null;
  }

  boolean isWanted() {
    return wanted;
  }

  void collect(Path file, Families out) throws IOException {
    List<Map<String, String>> cpus = read(Roots.lines(file));
    for (Map<String, String> cpu : cpus) {
      out.gauge(
          "node_cpu_info",
          "CPU information from /proc/cpuinfo.",
          1,
          "cachesize",
          cpu.getOrDefault("cache size", ""),
          "core",
          cpu.getOrDefault("core id", ""),
          "cpu",
          cpu.getOrDefault("processor", ""),
          "family",
          cpu.getOrDefault("cpu family", ""),
          "microcode",
          cpu.getOrDefault("microcode", ""),
          "model",
          cpu.getOrDefault("model", ""),
          "model_name",
          cpu.getOrDefault("model name", ""),
          "package",
          cpu.getOrDefault("physical id", ""),
          "stepping",
          cpu.getOrDefault("stepping", ""),
          "vendor",
          cpu.getOrDefault("vendor_id", ""));
    }
    if (!cpus.isEmpty()) {
      words(cpus.getFirst(), "flags", flags, "flag", out);
      words(cpus.getFirst(), "bugs", bugs, "bug", out);
    }
  }

  private static void words(
      Map<String, String> cpu, String field, @Nullable Regex include, String label, Families out) {
    if (include == null) {
      return;
    }
    for (String word : Roots.words(cpu.getOrDefault(field, ""))) {
      if (include.matches(word)) {
        out.gauge(
            "node_cpu_" + label + "_info",
            "The `"
                + field
                + "` field of CPU information from /proc/cpuinfo taken from the first core.",
            1,
            label,
            word);
      }
    }
  }

  private static List<Map<String, String>> read(List<String> lines) throws IOException {
    List<Map<String, String>> cpus = new ArrayList<>();
    Map<String, String> cpu = null;
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        continue;
      }
      String field = line.substring(0, colon).strip();
      if (field.equals("processor")) {
        cpu = new HashMap<>();
        cpus.add(cpu);
      }
      if (cpu != null) {
        cpu.putIfAbsent(field, line.substring(colon + 1).strip());
      }
    }
    if (cpu == null) {
      throw new IOException("no processor in cpuinfo");
    }
    return cpus;
  }
}
