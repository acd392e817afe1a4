package io.pharos.toolkit.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.toolkit.exposition.ExpositionParser.Entry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Large real expositions parse whole; prints how fast. */
@Tag("conformance")
@EnabledIfSystemProperty(named = "pharos.conformance", matches = ".+")
class ExpositionConformanceTest {
  @Test
  void parsesWholeExpositions() throws IOException {
    Path folder = ConformanceFolder.of("exposition");
    if (!Files.isDirectory(folder)) {
      return;
    }
    int passed = 0;
    int failed = 0;
    PrintStream out = System.out;
    try (Stream<Path> files = Files.list(folder).sorted()) {
      for (Path file : files.toList()) {
        try {
          out.println(measure(file));
          passed++;
        } catch (ExpositionException e) {
          failed++;
          out.println("exposition: failed " + file.getFileName() + ": " + e.getMessage());
        }
      }
    }
    out.println("exposition: " + passed + " passed, " + failed + " failed");
    assertThat(passed + failed).isPositive();
  }

  private static String measure(Path file) throws IOException, ExpositionException {
    byte[] body = Files.readAllBytes(file);
    byte[] spare = Arrays.copyOf(body, body.length + 1);
    boolean openMetrics = file.toString().endsWith(".om.txt");
    ExpositionParser parser = openMetrics ? new OpenMetricsParser() : new TextParser();
    int samples = parse(parser, spare, body.length);
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 200; round++) {
      long start = System.nanoTime();
      parse(parser, spare, body.length);
      best = Math.min(best, System.nanoTime() - start);
    }
    return String.format(
        Locale.ROOT,
        "exposition: %s has %d samples, %.0f ns each to tell apart",
        file.getFileName(),
        samples,
        samples == 0 ? 0.0 : (double) best / samples);
  }

  private static int parse(ExpositionParser parser, byte[] body, int length)
      throws ExpositionException {
    parser.wrap(body, length);
    int samples = 0;
    for (Entry entry = parser.next(); entry != Entry.END; entry = parser.next()) {
      if (entry == Entry.SERIES) {
        samples++;
      }
    }
    return samples;
  }
}
