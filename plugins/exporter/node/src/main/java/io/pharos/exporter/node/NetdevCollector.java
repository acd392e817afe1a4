package io.pharos.exporter.node;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What network devices have carried. Confined to one thread. */
final class NetdevCollector implements Collector {
  private static final String[] COLUMNS = {
    "receive_bytes",
    "receive_packets",
    "receive_errs",
    "receive_drop",
    "receive_fifo",
    "receive_frame",
    "receive_compressed",
    "receive_multicast",
    "transmit_bytes",
    "transmit_packets",
    "transmit_errs",
    "transmit_drop",
    "transmit_fifo",
    "transmit_colls",
    "transmit_carrier",
    "transmit_compressed"
  };

  /** Lines of headings. */
  private static final int HEAD = 2;

  private final Roots roots;
  private final NodeConfig.Netdev config;
  private final NameFilter filter;

  NetdevCollector(Roots roots, NodeConfig.Netdev config) {
    this.roots = roots;
    this.config = config;
    filter = NameFilter.of(config.deviceExclude(), config.deviceInclude());
  }

  @Override
  public String name() {
    return "netdev";
  }

  @Override
  public void collect(Families out) throws IOException {
    List<String> lines = Roots.lines(roots.proc().resolve("net/dev"));
    for (String line : lines.subList(Math.min(HEAD, lines.size()), lines.size())) {
      int colon = line.lastIndexOf(':');
      if (colon < 0) {
        throw new IOException("no colon in a line of net/dev: '" + line + "'");
      }
      String device = line.substring(0, colon).strip();
      String[] words = Roots.words(line.substring(colon + 1));
      if (device.isEmpty() || words.length < COLUMNS.length) {
        throw new IOException("malformed line in net/dev: '" + line + "'");
      }
      double[] values = new double[COLUMNS.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = Numbers.unsigned(words[i]);
      }
      if (filter.isShown(device)) {
        show(device, values, out);
      }
    }
  }

  private void show(String device, double[] values, Families out) throws IOException {
    for (int i = 0; i < values.length; i++) {
      show(COLUMNS[i], values[i], device, out);
    }
    if (config.netlink()) {
      // the one number that netlink tells beside those of the file
      String nohandler = nohandler(device);
      if (nohandler != null) {
        show("receive_nohandler", Numbers.unsigned(nohandler), device, out);
      }
    }
  }

  private @Nullable String nohandler(String device) throws IOException {
    return Roots.readIfPresent(
        roots.sys().resolve("class/net").resolve(device).resolve("statistics/rx_nohandler"));
  }

  private static void show(String statistic, double value, String device, Families out) {
    out.counter(
        "node_network_" + statistic + "_total",
        "Network device statistic " + statistic + ".",
        value,
        "device",
        device);
  }
}
