package io.pharos.exporter.node;

import java.io.IOException;

/** The load of the last minutes. Confined to one thread. */
final class LoadavgCollector implements Collector {
  private final Roots roots;

  LoadavgCollector(Roots roots) {
    this.roots = roots;
  }

  @Override
  public String name() {
    return "loadavg";
  }

  @Override
  public void collect(Families out) throws IOException {
    String[] words = Roots.words(Roots.read(roots.proc().resolve("loadavg")));
    if (words.length < 3) {
      throw new IOException("unexpected content in loadavg: '" + String.join(" ", words) + "'");
    }
    double one = Numbers.real(words[0]);
    double five = Numbers.real(words[1]);
    double fifteen = Numbers.real(words[2]);
    out.gauge("node_load1", "1m load average.", one);
    out.gauge("node_load5", "5m load average.", five);
    out.gauge("node_load15", "15m load average.", fifteen);
  }
}
