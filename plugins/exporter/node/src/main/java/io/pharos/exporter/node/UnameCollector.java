package io.pharos.exporter.node;

import io.pharos.exporter.node.libc.Libc;
import java.io.IOException;

/** Names of the system. Confined to one thread. */
final class UnameCollector implements Collector {
  private final Libc libc;

  UnameCollector(Libc libc) {
    this.libc = libc;
  }

  @Override
  public String name() {
    return "uname";
  }

  @Override
  public void collect(Families out) throws IOException {
    Libc.SystemName name = libc.systemName();
    out.gauge(
        "node_uname_info",
        "Labeled system information as provided by the uname system call.",
        1,
        "domainname",
        name.domainname(),
        "machine",
        name.machine(),
        "nodename",
        name.nodename(),
        "release",
        name.release(),
        "sysname",
        name.sysname(),
        "version",
        name.version());
  }
}
