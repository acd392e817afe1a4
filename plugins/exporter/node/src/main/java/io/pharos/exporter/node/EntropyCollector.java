package io.pharos.exporter.node;

import java.io.IOException;

/** How much chance the kernel has gathered. Confined to one thread. */
final class EntropyCollector implements Collector {
  private final Roots roots;

  EntropyCollector(Roots roots) {
    this.roots = roots;
  }

  @Override
  public String name() {
    return "entropy";
  }

  @Override
  public void collect(Families out) throws IOException {
    out.gauge("node_entropy_available_bits", "Bits of available entropy.", read("entropy_avail"));
    out.gauge("node_entropy_pool_size_bits", "Bits of entropy pool.", read("poolsize"));
  }

  private double read(String file) throws IOException {
    return Numbers.unsigned(
        Roots.read(roots.proc().resolve("sys/kernel/random").resolve(file)).strip());
  }
}
