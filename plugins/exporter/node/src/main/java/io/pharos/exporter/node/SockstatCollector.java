package io.pharos.exporter.node;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sockets by protocol and state. Confined to one thread. */
final class SockstatCollector implements Collector {
  private static final List<String> STATES =
      List.of("inuse", "orphan", "tw", "alloc", "mem", "memory");

  private static final double PAGE_BYTES = 4096;

  private final Roots roots;

  SockstatCollector(Roots roots) {
    this.roots = roots;
  }

  @Override
  public String name() {
    return "sockstat";
  }

  @Override
  public void collect(Families out) throws IOException {
    Map<String, Double> values = new LinkedHashMap<>();
    read(roots.proc().resolve("net/sockstat"), values);
    read(roots.proc().resolve("net/sockstat6"), values);
    values.forEach(
        (name, value) -> {
          int bar = name.indexOf('_');
          String protocol = name.substring(0, bar);
          String help =
              "Number of " + protocol + " sockets in state " + name.substring(bar + 1) + ".";
          out.gauge("node_sockstat_" + name, help, value);
          if (name.endsWith("_mem")) {
            out.gauge("node_sockstat_" + name + "_bytes", help, value * PAGE_BYTES);
          }
        });
  }

  private static void read(Path file, Map<String, Double> values) throws IOException {
    try {
      for (String line : Roots.lines(file)) {
        String[] words = Roots.words(line);
        if (words.length < 3 || words.length % 2 == 0) {
          throw new IOException("malformed line in sockstat: '" + line + "'");
        }
        String protocol = words[0].replace(":", "");
        for (int i = 1; i < words.length; i += 2) {
          double value = Numbers.unsigned(words[i + 1]);
          if (STATES.contains(words[i]) || protocol.equals("sockets")) {
            values.put(protocol + "_" + words[i], value);
          }
        }
      }
    } catch (NoSuchFileException e) {
      return; // a kernel without this version of IP
    }
  }
}
