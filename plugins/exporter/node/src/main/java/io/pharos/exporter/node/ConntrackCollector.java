package io.pharos.exporter.node;

import java.io.IOException;
import java.util.List;

/** Connections that the kernel tracks. Confined to one thread. */
final class ConntrackCollector implements Collector {
  private static final String PREFIX = "node_nf_conntrack_";
  private static final int HEXADECIMAL = 16;

  private static final List<Column> COLUMNS =
      List.of(
          new Column(2, "found", "Number of searched entries which were successful."),
          new Column(4, "invalid", "Number of packets seen which can not be tracked."),
          new Column(
              5,
              "ignore",
              "Number of packets seen which are already connected to a conntrack entry."),
          new Column(8, "insert", "Number of entries inserted into the list."),
          new Column(
              9,
              "insert_failed",
              "Number of entries for which list insertion was attempted but failed."),
          new Column(10, "drop", "Number of packets dropped due to conntrack failure."),
          new Column(
              11,
              "early_drop",
              "Number of dropped conntrack entries to make room for new ones, if maximum table size was reached."),
          new Column(
              16,
              "search_restart",
              "Number of conntrack table lookups which had to be restarted due to hashtable resizes."));

  private final Roots roots;

  ConntrackCollector(Roots roots) {
    this.roots = roots;
  }

  @Override
  public String name() {
    return "conntrack";
  }

  @Override
  public void collect(Families out) throws IOException {
    out.gauge(
        PREFIX + "entries",
        "Number of currently allocated flow entries for connection tracking.",
        read("nf_conntrack_count"));
    out.gauge(
        PREFIX + "entries_limit",
        "Maximum size of connection tracking table.",
        read("nf_conntrack_max"));
    double[] sums = new double[17];
    List<String> lines = Roots.lines(roots.proc().resolve("net/stat/nf_conntrack"));
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] words = Roots.words(line);
      if (words.length < sums.length) {
        throw new IOException("malformed line in nf_conntrack: '" + line + "'");
      }
      for (int i = 0; i < sums.length; i++) {
        sums[i] += hexadecimal(words[i]);
      }
    }
    for (Column column : COLUMNS) {
      out.gauge(PREFIX + "stat_" + column.name(), column.help(), sums[column.index()]);
    }
  }

  private double read(String file) throws IOException {
    return Numbers.unsigned(
        Roots.read(roots.proc().resolve("sys/net/netfilter").resolve(file)).strip());
  }

  private static double hexadecimal(String word) throws IOException {
    try {
      return (double) Long.parseLong(word, HEXADECIMAL);
    } catch (NumberFormatException e) {
      throw new IOException("no hexadecimal number in nf_conntrack: '" + word + "'", e);
    }
  }

  private record Column(int index, String name, String help) {}
}
