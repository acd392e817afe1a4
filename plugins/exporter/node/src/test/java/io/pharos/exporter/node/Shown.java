package io.pharos.exporter.node;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An exposition as the recordings have it: sorted, and without what differs from run to run. */
final class Shown {
  private static final Pattern ANY =
      Pattern.compile(
          "node_(time_seconds"
              + "|filesystem_(size_bytes|free_bytes|avail_bytes|files|files_free|purge\\w*))\\b.*");

  private Shown() {}

  static String of(String text, Path folder) {
    StringBuilder out = new StringBuilder();
    for (String family : text.split("(?m)^(?=# HELP )", -1)) {
      List<String> lines =
          family
              .lines()
              .filter(line -> !line.startsWith("# HELP"))
              .filter(line -> !line.contains("node_exporter_build_info"))
              .filter(line -> !line.contains("node_scrape_collector_duration_seconds"))
              .map(line -> line.replace(folder.toString(), "{{DIR}}"))
              .map(Shown::hidden)
              .toList();
      if (!lines.isEmpty()) {
        out.append(lines.getFirst()).append('\n');
        out.append(
            lines.stream().skip(1).sorted().map(line -> line + "\n").collect(Collectors.joining()));
      }
    }
    return out.toString();
  }

  private static String hidden(String line) {
    if (ANY.matcher(line).matches()) {
      return line.substring(0, line.lastIndexOf(' ')) + " {{ANY}}";
    }
    return line.startsWith("node_uname_info")
        ? line.replaceAll("=\"[^\"]*\"", "=\"{{ANY}}\"")
        : line;
  }
}
