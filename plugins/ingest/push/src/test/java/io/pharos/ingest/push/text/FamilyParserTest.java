package io.pharos.ingest.push.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.ingest.push.family.Family;
import io.pharos.ingest.push.family.Metric;
import io.pharos.model.sample.MetricType;
import io.pharos.toolkit.relabel.NameScheme;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamilyParserTest {
  @Test
  void readsSingleMetricsWithTheirLabels() throws BodyException {
    List<Family> families =
        parse("# HELP x A \\\\ and\\na line\n# TYPE x gauge\nx{b=\"1\",a=\"\"} 2\n");
    assertThat(families).hasSize(1);
    assertThat(families.getFirst().help()).isEqualTo("A \\ and\na line");
    assertThat(families.getFirst().type()).isEqualTo(MetricType.GAUGE);
    Metric metric = families.getFirst().metrics().getFirst();
    assertThat(metric.labels())
        .containsExactlyInAnyOrderEntriesOf(new TreeMap<>(Map.of("a", "", "b", "1")));
    assertThat(((Metric.Single) metric).value()).isEqualTo(2);
  }

  @Test
  void joinsTheLinesOfAHistogram() throws BodyException {
    Metric metric =
        parse(
                "# TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 3\nh_sum 4.5\nh_count 3\n")
            .getFirst()
            .metrics()
            .getFirst();
    assertThat(metric)
        .isEqualTo(
            new Metric.Buckets(
                new TreeMap<>(),
                3,
                4.5,
                List.of(new Metric.Point(1, 2), new Metric.Point(Double.POSITIVE_INFINITY, 3)),
                false));
  }

  @Test
  void joinsTheLinesOfASummary() throws BodyException {
    Metric metric =
        parse("# TYPE s summary\ns{quantile=\"0.5\"} 7\ns_sum 9\ns_count 2\n")
            .getFirst()
            .metrics()
            .getFirst();
    assertThat(metric)
        .isEqualTo(
            new Metric.Summary(new TreeMap<>(), 2, 9, List.of(new Metric.Point(0.5, 7)), false));
  }

  @Test
  void leavesOutFamiliesWithoutMetrics() throws BodyException {
    assertThat(parse("# TYPE x gauge\n# HELP y why\n\n  \n# a comment\n")).isEmpty();
  }

  @Test
  void marksMetricsWithATime() throws BodyException {
    assertThat(parse("x 1 1000\n").getFirst().metrics().getFirst().hasTimestamp()).isTrue();
    assertThat(parse("x 1\n").getFirst().metrics().getFirst().hasTimestamp()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "x y|expected float as value, got \"y\"",
        "x 1 # {a=\"b\"} 1|expected integer as timestamp, got \"#\"",
        "x{a=1} 1|expected '\"' at start of label value, found '1'",
        "x{a=\"1\",a=\"2\"} 1|duplicate label names for metric \"x\"",
        "x{a=\"\\q\"} 1|invalid escape sequence '\\q'",
        "{\"x.y\"} 1|invalid metric name \"x.y\"",
        "# TYPE x info|unknown metric type \"info\"",
        "x 0x10|expected float as value, got \"0x10\""
      })
  void saysWhatIsWrong(String line, String reason) {
    assertThatThrownBy(() -> parse("ok 1\n" + line + "\n"))
        .isInstanceOf(BodyException.class)
        .hasMessage("text format parsing error in line 2: " + reason);
  }

  @Test
  void refusesALastLineWithoutItsEnd() {
    assertThatThrownBy(() -> parse("x 1"))
        .hasMessage("text format parsing error in line 1: unexpected end of input stream");
  }

  @Test
  void answersEveryBodyWithFamiliesOrAReason() {
    SplittableRandom random = new SplittableRandom(11);
    byte[] letters = "x{a=\"1\"} \n#TYPE \\,1.5_sum+}".getBytes(StandardCharsets.UTF_8);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] body = "# TYPE x summary\nx{a=\"1\"} 5\nx_sum 2\n".getBytes(StandardCharsets.UTF_8);
      for (int change = random.nextInt(4); change > 0; change--) {
        body[random.nextInt(body.length)] = letters[random.nextInt(letters.length)];
      }
      try {
        read += FamilyParser.parse(body, NameScheme.UTF8).size();
      } catch (BodyException e) {
        assertThat(e.getMessage()).startsWith("text format parsing error in line ");
      }
    }
    assertThat(read).isPositive();
  }

  private static List<Family> parse(String body) throws BodyException {
    return FamilyParser.parse(body.getBytes(StandardCharsets.UTF_8), NameScheme.LEGACY);
  }
}
