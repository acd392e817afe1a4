package io.pharos.exporter.node;

import io.pharos.toolkit.regex.Regex;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What virtual memory has done. Confined to one thread. */
final class VmstatCollector implements Collector {
  private final Roots roots;
  private final @Nullable Regex fields;

  VmstatCollector(Roots roots, NodeConfig.Vmstat config) {
    this.roots = roots;
    fields = NameFilter.anywhere(config.fields());
  }

  @Override
  public String name() {
    return "vmstat";
  }

  @Override
  public void collect(Families out) throws IOException {
    for (String line : Roots.lines(roots.proc().resolve("vmstat"))) {
      String[] words = Roots.words(line);
      if (words.length < 2) {
        throw new IOException("malformed line in vmstat: '" + line + "'");
      }
      double value = Numbers.real(words[1]);
      if (fields == null || fields.matches(words[0])) {
        out.untyped(
            "node_vmstat_" + words[0], "/proc/vmstat information field " + words[0] + ".", value);
      }
    }
  }
}
