package io.pharos.exporter.node;

import java.io.IOException;

/** How many files are open. Confined to one thread. */
final class FilefdCollector implements Collector {
  private final Roots roots;

  FilefdCollector(Roots roots) {
    this.roots = roots;
  }

  @Override
  public String name() {
    return "filefd";
  }

  @Override
  public void collect(Families out) throws IOException {
    String line = Roots.read(roots.proc().resolve("sys/fs/file-nr")).strip();
    String[] parts = line.split("\t", -1);
    if (parts.length < 3) {
      throw new IOException("unexpected content in file-nr: '" + line + "'");
    }
    double allocated = Numbers.real(parts[0]);
    double maximum = Numbers.real(parts[2]);
    out.gauge("node_filefd_allocated", "File descriptor statistics: allocated.", allocated);
    out.gauge("node_filefd_maximum", "File descriptor statistics: maximum.", maximum);
  }
}
