package io.pharos.acceptance.house;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Says so where the folder of conformance cases is not what it is meant to be. */
@Tag("conformance")
@EnabledIfSystemProperty(named = "pharos.conformance", matches = ".+")
class ConformanceFolderTest {
  private static final List<String> KNOWN =
      List.of(
          "alertmanager-config",
          "alertmanager-wire",
          "blackbox",
          "exposition",
          "http-api",
          "jmx",
          "mysqld",
          "node-exporter",
          "openmetrics",
          "prometheus-config",
          "promql",
          "promql-parse.jsonl",
          "promql-random",
          "pushgateway",
          "remote-write",
          "rule-files",
          "rule-unit-tests",
          "rules",
          "scrape",
          "templates");

  @Test
  void holdsCasesThatARunnerKnows() throws IOException {
    Path startedIn =
        Path.of(requireNonNull(System.getProperty("pharos.started-in"), "run by Maven"));
    Path folder = startedIn.resolve(requireNonNull(System.getProperty("pharos.conformance")));
    assertThat(folder).isDirectory();
    try (Stream<Path> entries = Files.list(folder)) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .as("entries of %s", folder)
          .containsAnyElementsOf(KNOWN);
    }
  }
}
