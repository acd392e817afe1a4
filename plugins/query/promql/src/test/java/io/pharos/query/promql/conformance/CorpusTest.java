package io.pharos.query.promql.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the scripts of the project's own. */
class CorpusTest {
  @TempDir Path folder;

  @Test
  void everyScriptHolds() throws IOException, URISyntaxException {
    Path scripts = Path.of(Objects.requireNonNull(CorpusTest.class.getResource("/promql")).toURI());
    List<Path> files;
    try (Stream<Path> list = Files.list(scripts)) {
      files = list.sorted().toList();
    }
    try (ScriptRunner runner = new ScriptRunner(folder)) {
      for (Path file : files) {
        runner.run(Script.read(file));
      }
      assertThat(runner.failures()).isEmpty();
      assertThat(runner.passed()).isGreaterThan(100);
    }
  }
}
