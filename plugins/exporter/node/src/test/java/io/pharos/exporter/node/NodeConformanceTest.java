package io.pharos.exporter.node;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Runs recorded answers of the original on this exporter, in the process. Collectors that do not
 * exist here count as failed; cases of the original's own listener are those of another test.
 */
@Tag("conformance")
class NodeConformanceTest {
  @TempDir Path folder;

  @Test
  void answersAsTheOriginal() throws Exception {
    String given = System.getProperty("pharos.conformance", "");
    assumeTrue(!given.isEmpty(), "no folder of cases");
    Path home = Path.of(System.getProperty("pharos.started-in", "")).resolve(given);
    Path cases = home.resolve("node-exporter");
    assumeTrue(Files.isDirectory(cases), "no cases of node-exporter");
    Map<String, JsonNode> trees = trees(cases.resolve("trees"));
    int passed = 0;
    int failed = 0;
    for (Path file : sorted(cases.resolve("cases"))) {
      String collector = file.getFileName().toString().replace(".jsonl", "");
      for (JsonNode each : Json.readLines(file)) {
        String name = collector + "/" + each.path("name").asString();
        Path root = Files.createDirectory(folder.resolve("case"));
        String problem =
            NodeConfig.ALL.contains(collector)
                ? new RecordedCase(each, tree(trees, each), root).run()
                : "not built";
        RecordedCase.remove(root);
        if (problem.isEmpty()) {
          passed++;
        } else {
          failed++;
          System.out.println("node-exporter failed: " + name + ": " + problem);
        }
      }
    }
    System.out.println("node-exporter: " + passed + " passed, " + failed + " failed");
  }

  private static JsonNode tree(Map<String, JsonNode> trees, JsonNode each) {
    return requireNonNull(trees.get(each.path("tree").asString()), "tree");
  }

  private static Map<String, JsonNode> trees(Path folder) throws IOException {
    Map<String, JsonNode> trees = new HashMap<>();
    for (Path file : sorted(folder)) {
      trees.put(file.getFileName().toString().replace(".json", ""), Json.read(file));
    }
    return trees;
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
