package io.pharos.exporter.node;

import io.pharos.toolkit.regex.Regex;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What network protocols have counted. Confined to one thread. */
final class NetstatCollector implements Collector {
  private final Roots roots;
  private final @Nullable Regex fields;

  NetstatCollector(Roots roots, NodeConfig.Netstat config) {
    this.roots = roots;
    fields = NameFilter.anywhere(config.fields());
  }

  @Override
  public String name() {
    return "netstat";
  }

  @Override
  public void collect(Families out) throws IOException {
    Map<String, String> values = new TreeMap<>();
    columns(roots.proc().resolve("net/netstat"), values);
    columns(roots.proc().resolve("net/snmp"), values);
    lines(roots.proc().resolve("net/snmp6"), values);
    for (Map.Entry<String, String> each : values.entrySet()) {
      if (fields == null || fields.matches(each.getKey())) {
        out.untyped(
            "node_netstat_" + each.getKey(),
            "Statistic " + each.getKey().replace("_", "") + ".",
            Numbers.real(each.getValue()));
      }
    }
  }

  /** Reads pairs of lines: names, then numbers. */
  private static void columns(Path file, Map<String, String> values) throws IOException {
    List<String> lines = Roots.lines(file);
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      String[] names = lines.get(i).split(" ", -1);
      String[] numbers = lines.get(i + 1).split(" ", -1);
      if (names.length != numbers.length) {
        throw new IOException("as many numbers as names expected [file=" + file + "]: " + names[0]);
      }
      String protocol = names[0].substring(0, Math.max(0, names[0].length() - 1));
      for (int n = 1; n < names.length; n++) {
        values.put(protocol + "_" + names[n], numbers[n]);
      }
    }
  }

  /** Reads lines of a name, which begins with a protocol of version 6, and a number. */
  private static void lines(Path file, Map<String, String> values) throws IOException {
    try {
      for (String line : Roots.lines(file)) {
        String[] words = Roots.words(line);
        int six = words.length < 2 ? -1 : words[0].indexOf('6');
        if (six >= 0) {
          values.put(words[0].substring(0, six + 1) + "_" + words[0].substring(six + 1), words[1]);
        }
      }
    } catch (NoSuchFileException e) {
      return; // a kernel without IPv6
    }
  }
}
