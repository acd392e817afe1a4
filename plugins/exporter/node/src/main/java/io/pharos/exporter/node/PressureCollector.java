package io.pharos.exporter.node;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long tasks have waited for what is scarce. Confined to one thread. */
final class PressureCollector implements Collector {
  private static final double MILLI = 1000;

  private final Roots roots;

  PressureCollector(Roots roots) {
    this.roots = roots;
  }

  @Override
  public String name() {
    return "pressure";
  }

  @Override
  public void collect(Families out) throws IOException {
    boolean found = false;
    for (String resource : List.of("cpu", "io", "memory", "irq")) {
      Map<String, Double> seconds;
      try {
        seconds = read(resource);
      } catch (NoSuchFileException e) {
        continue; // this kernel does not account for it
      }
      found = true;
      if (!resource.equals("irq")) {
        show(
            resource,
            "waiting",
            seconds.get("some"),
            "Total time in seconds that processes have waited for ",
            out);
      }
      if (!resource.equals("cpu")) {
        show(
            resource,
            "stalled",
            seconds.get("full"),
            "Total time in seconds no process could make progress due to ",
            out);
      }
    }
    if (!found) {
      throw new IOException("this kernel has no pressure accounting");
    }
  }

  private static void show(
      String resource, String what, @Nullable Double seconds, String help, Families out)
      throws IOException {
    if (seconds == null) {
      throw new IOException("line is missing in pressure/" + resource);
    }
    out.counter(
        "node_pressure_" + resource + "_" + what + "_seconds_total", help + resource, seconds);
  }

  /** The total of each line, in seconds. */
  private Map<String, Double> read(String resource) throws IOException {
    Map<String, Double> seconds = new HashMap<>();
    for (String line : Roots.lines(roots.proc().resolve("pressure").resolve(resource))) {
      String[] words = Roots.words(line);
      if (words.length < 5) {
        throw new IOException("malformed line in pressure/" + resource + ": '" + line + "'");
      }
      for (int i = 1; i < 4; i++) {
        Numbers.real(words[i].substring(words[i].indexOf('=') + 1));
      }
      double total = Numbers.unsigned(words[4].replace("total=", ""));
      seconds.put(words[0], total / MILLI / MILLI);
    }
    return seconds;
  }
}
