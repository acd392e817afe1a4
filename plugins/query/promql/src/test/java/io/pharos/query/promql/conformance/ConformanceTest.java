package io.pharos.query.promql.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.query.promql.parse.ParseOptions;
import io.pharos.query.promql.parse.Parser;
import io.pharos.spi.error.QueryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Runs recorded cases of the original; failed ones are counted and named, not thrown. */
@Tag("conformance")
@EnabledIfSystemProperty(named = "pharos.conformance", matches = ".+")
class ConformanceTest {
  @TempDir Path folder;

  @Test
  void runsPromql() throws IOException {
    scripts("promql");
  }

  @Test
  void runsPromqlRandom() throws IOException {
    scripts("promql-random");
  }

  @Test
  void parsesOrRefuses() throws IOException {
    Path file = root().resolve("promql-parse.jsonl");
    Assumptions.assumeTrue(Files.exists(file));
    int passed = 0;
    List<String> failures = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      JsonLine json = JsonLine.parse(line);
      boolean parses = parses(json.text("expr"));
      if (parses == json.text("verdict").equals("ok")) {
        passed++;
      } else {
        failures.add("promql-parse.jsonl:" + number + " " + json.text("expr"));
      }
    }
    report("promql-parse", passed, failures);
  }

  private static boolean parses(String expression) {
    try {
      Parser.parse(expression, ParseOptions.ALL);
      return true;
    } catch (QueryException e) {
      return false;
    }
  }

  private void scripts(String name) throws IOException {
    Path scripts = root().resolve(name);
    Assumptions.assumeTrue(Files.isDirectory(scripts));
    List<Path> files;
    try (Stream<Path> list = Files.list(scripts)) {
      files = list.filter(path -> path.toString().endsWith(".test")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    try (ScriptRunner runner = new ScriptRunner(folder)) {
      for (Path file : files) {
        runner.run(Script.read(file));
      }
      report(name, runner.passed(), runner.failures());
    }
  }

  private static Path root() {
    Path stated = Path.of(System.getProperty("pharos.conformance"));
    Path root = Path.of(System.getProperty("pharos.started-in", ".")).resolve(stated);
    assertThat(root).isDirectory();
    return root;
  }

  @SuppressWarnings("SystemOut") // the report is for people and for the build's script
  private static void report(String name, int passed, List<String> failures) {
    failures.forEach(System.out::println);
    System.out.println(name + ": " + passed + " passed, " + failures.size() + " failed");
  }
}
