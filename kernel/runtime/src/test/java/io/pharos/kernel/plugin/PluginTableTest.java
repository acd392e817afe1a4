package io.pharos.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/**
 * The table of built-in plugins in {@code docs/plugins/README.md} says what their descriptors say.
 */
class PluginTableTest {
  @Test
  void listsEveryDescriptor() throws Exception {
    Path root = Path.of(System.getProperty("pharos.root", "none"));
    assumeTrue(Files.isDirectory(root.resolve("plugins")), "not run from the build");
    List<String> rows = new ArrayList<>();
    try (var files = Files.walk(root.resolve("plugins"), 7)) {
      for (Path file :
          files
              .filter(path -> path.endsWith("src/main/resources/plugin.properties"))
              .sorted()
              .toList()) {
        rows.add(row(root.resolve("plugins"), file));
      }
    }
    List<String> documented =
        Files.readAllLines(root.resolve("docs/plugins/README.md")).stream()
            .dropWhile(line -> !line.startsWith("| folder |"))
            .skip(2)
            .toList();
    assertThat(documented).as("rows of docs/plugins/README.md").containsAll(rows);
    assertThat(documented).doesNotHaveDuplicates().isSorted();
  }

  private static String row(Path plugins, Path file) throws Exception {
    Properties properties = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    Path folder = plugins.relativize(file).subpath(0, 2);
    return "| "
        + folder
        + " | "
        + properties.getProperty("plugin.id")
        + " | "
        + list(properties.getProperty("pharos.extensions", ""))
        + " | "
        + list(properties.getProperty("pharos.keys", ""))
        + " |";
  }

  private static String list(String text) {
    List<String> items = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      if (!item.isBlank()) {
        items.add("`" + item.strip() + "`");
      }
    }
    return String.join(", ", items);
  }
}
