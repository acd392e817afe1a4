package io.pharos.toolkit.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.toolkit.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The cases of OpenMetrics' own suite: bodies that are to be accepted, and bodies that are not. */
@Tag("conformance")
@EnabledIfSystemProperty(named = "pharos.conformance", matches = ".+")
class OpenMetricsConformanceTest {
  @Test
  void acceptsAndRefusesAsTheSuiteSays() throws IOException {
    Path folder = ConformanceFolder.of("openmetrics");
    if (!Files.isDirectory(folder)) {
      return;
    }
    int passed = 0;
    int failed = 0;
    PrintStream out = System.out;
    try (Stream<Path> cases = Files.list(folder).sorted()) {
      for (Path one : cases.toList()) {
        if (passes(one)) {
          passed++;
        } else {
          failed++;
          out.println("openmetrics: failed " + one.getFileName());
        }
      }
    }
    out.println("openmetrics: " + passed + " passed, " + failed + " failed");
    assertThat(passed + failed).isPositive();
  }

  private static boolean passes(Path one) throws IOException {
    boolean expected = shouldParse(Files.readString(one.resolve("test.json")));
    byte[] body = Files.readAllBytes(one.resolve("metrics"));
    try {
      OpenMetricsCheck.check(Arrays.copyOf(body, body.length + 1), body.length);
      return expected;
    } catch (ExpositionException e) {
      return !expected;
    }
  }

  private static boolean shouldParse(String text) {
    Object value = Json.parse(text);
    if (value instanceof Map<?, ?> map && map.get("shouldParse") instanceof Boolean should) {
      return should;
    }
    throw new IllegalArgumentException("no shouldParse in " + List.of(text));
  }
}
