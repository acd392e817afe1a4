package io.pharos.exporter.node;

import java.io.IOException;

/** Packets that processors took from network devices. Confined to one thread. */
final class SoftnetCollector implements Collector {
  private static final int LEAST_COLUMNS = 9;
  private static final int BACKLOG = 11;
  private static final int CPU = 12;
  private static final int HEXADECIMAL = 16;

  private static final Column[] COLUMNS = {
    new Column(0, "processed", "Number of processed packets"),
    new Column(1, "dropped", "Number of dropped packets"),
    new Column(2, "times_squeezed", "Number of times processing packets ran out of quota"),
    new Column(
        8,
        "cpu_collision",
        "Number of collision occur while obtaining device lock while transmitting"),
    new Column(9, "received_rps", "Number of times cpu woken up received_rps"),
    new Column(10, "flow_limit_count", "Number of times flow limit has been reached")
  };

  private final Roots roots;

  SoftnetCollector(Roots roots) {
    this.roots = roots;
  }

  @Override
  public String name() {
    return "softnet";
  }

  @Override
  public void collect(Families out) throws IOException {
    int line = 0;
    for (String text : Roots.lines(roots.proc().resolve("net/softnet_stat"))) {
      String[] words = Roots.words(text);
      if (words.length < LEAST_COLUMNS) {
        throw new IOException("malformed line in softnet_stat: '" + text + "'");
      }
      double[] values = new double[Math.max(words.length, CPU)];
      for (int i = 0; i < words.length; i++) {
        values[i] = hexadecimal(words[i]);
      }
      String cpu = words.length > CPU ? Long.toString((long) values[CPU]) : Integer.toString(line);
      for (Column column : COLUMNS) {
        out.counter(
            "node_softnet_" + column.name() + "_total",
            column.help(),
            values[column.index()],
            "cpu",
            cpu);
      }
      out.gauge("node_softnet_backlog_len", "Softnet backlog status", values[BACKLOG], "cpu", cpu);
      line++;
    }
  }

  private static double hexadecimal(String word) throws IOException {
    try {
      return Integer.parseUnsignedInt(word, HEXADECIMAL) & 0xFFFFFFFFL;
    } catch (NumberFormatException e) {
      throw new IOException("no hexadecimal number in softnet_stat: '" + word + "'", e);
    }
  }

  private record Column(int index, String name, String help) {}
}
