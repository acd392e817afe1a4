package io.pharos.ingest.push;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pharos.testkit.runtime.FakeContext;
import io.pharos.toolkit.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs recorded sequences of the original on the part's routes, in the process. What a listener
 * adds (answers to wrong methods and unknown paths, the pages) is not there, so those cases fail
 * here.
 */
@Tag("conformance")
class PushConformanceTest {
  @TempDir Path folder;

  @Test
  void answersAsTheOriginal() throws Exception {
    String given = System.getProperty("pharos.conformance", "");
    assumeTrue(!given.isEmpty(), "no folder of cases");
    Path home = Path.of(System.getProperty("pharos.started-in", "")).resolve(given);
    Path cases = home.resolve("pushgateway/cases");
    assumeTrue(Files.isDirectory(cases), "no cases of pushgateway");
    int passed = 0;
    int failed = 0;
    for (Path file : sorted(cases)) {
      for (String line : Files.readAllLines(file)) {
        @SuppressWarnings("unchecked") // a case is an object
        Map<String, Object> json = (Map<String, Object>) Objects.requireNonNull(Json.parse(line));
        Path data = Files.createDirectory(folder.resolve("case-" + (passed + failed)));
        String problem;
        try (FakeContext context = new FakeContext(data)) {
          problem = new RecordedSequence(json, context, data).run();
        }
        if (problem.isEmpty()) {
          passed++;
        } else {
          failed++;
          String name = file.getFileName() + "/" + json.get("name");
          System.out.println("pushgateway failed: " + name + ": " + problem);
        }
      }
    }
    System.out.println("pushgateway: " + passed + " passed, " + failed + " failed");
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
