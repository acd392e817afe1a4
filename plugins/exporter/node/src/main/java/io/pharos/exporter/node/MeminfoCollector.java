package io.pharos.exporter.node;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Memory as the kernel sums it up. Confined to one thread. */
final class MeminfoCollector implements Collector {
  /** The fields that are shown; newer ones of the kernel are not. */
  private static final List<String> FIELDS =
      List.of(
          "MemTotal",
          "MemFree",
          "MemAvailable",
          "Buffers",
          "Cached",
          "SwapCached",
          "Active",
          "Inactive",
          "Active(anon)",
          "Inactive(anon)",
          "Active(file)",
          "Inactive(file)",
          "Unevictable",
          "Mlocked",
          "SwapTotal",
          "SwapFree",
          "Zswap",
          "Zswapped",
          "Dirty",
          "Writeback",
          "AnonPages",
          "Mapped",
          "Shmem",
          "Slab",
          "SReclaimable",
          "SUnreclaim",
          "KernelStack",
          "PageTables",
          "NFS_Unstable",
          "Bounce",
          "WritebackTmp",
          "CommitLimit",
          "Committed_AS",
          "VmallocTotal",
          "VmallocUsed",
          "VmallocChunk",
          "Percpu",
          "HardwareCorrupted",
          "AnonHugePages",
          "ShmemHugePages",
          "ShmemPmdMapped",
          "CmaTotal",
          "CmaFree",
          "Hugepagesize",
          "DirectMap4k",
          "DirectMap2M",
          "DirectMap1G");

  /** Fields that count pages. */
  private static final List<String> COUNTS =
      List.of("HugePages_Total", "HugePages_Free", "HugePages_Rsvd", "HugePages_Surp");

  private static final Map<String, String> NAMES = names();

  private final Roots roots;

  MeminfoCollector(Roots roots) {
    this.roots = roots;
  }

  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    for (String field : FIELDS) {
      names.put(field, field.replace('(', '_').replace(")", "") + "_bytes");
    }
    COUNTS.forEach(field -> names.put(field, field));
    return Map.copyOf(names);
  }

  @Override
  public String name() {
    return "meminfo";
  }

  @Override
  public void collect(Families out) throws IOException {
    Map<String, Double> values = new HashMap<>();
    for (String line : Roots.lines(roots.proc().resolve("meminfo"))) {
      String[] words = Roots.words(line);
      double value = value(line, words);
      String field = words[0].substring(0, words[0].length() - 1);
      if (NAMES.containsKey(field)) {
        values.put(field, value);
      }
    }
    values.forEach(
        (field, value) -> {
          String name = NAMES.get(field);
          out.gauge("node_memory_" + name, "Memory information field " + name + ".", value);
        });
  }

  private static double value(String line, String[] words) throws IOException {
    if (words.length == 2) {
      return Numbers.unsigned(words[1]);
    }
    if (words.length == 3 && words[2].equals("kB")) {
      return Numbers.unsigned(words[1]) * 1024;
    }
    throw new IOException("malformed line in meminfo: '" + line + "'");
  }
}
