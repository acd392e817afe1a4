package io.pharos.toolkit.exposition.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.sample.MetricType;
import org.junit.jupiter.api.Test;

class TextWriterTest {
  private final StringBuilder out = new StringBuilder();
  private final TextWriter writer = new TextWriter(out);

  @Test
  void writesHelpTypeAndSamples() {
    writer.family("requests_total", MetricType.COUNTER, "All requests.", "");
    writer.sample("", 3, "code", "200", "method", "get");
    writer.sampleAt("", 1_500_000, 1_767_225_600_000L);
    assertThat(out)
        .hasToString(
            """
            # HELP requests_total All requests.
            # TYPE requests_total counter
            requests_total{code="200",method="get"} 3
            requests_total 1.5e+06 1767225600000
            """);
  }

  @Test
  void escapesHelpAndLabels() {
    writer.family("up", MetricType.UNKNOWN, "a\\b\n\"c\"", "");
    writer.sample("_sum", 0.5, "l", "a\\b\n\"c\"");
    assertThat(out)
        .hasToString(
            """
            # HELP up a\\\\b\\n"c"
            # TYPE up untyped
            up_sum{l="a\\\\b\\n\\"c\\""} 0.5
            """);
  }

  @Test
  void leavesOutAnEmptyHelp() {
    writer.family("up", MetricType.GAUGE, "", "");
    assertThat(out).hasToString("# TYPE up gauge\n");
  }
}
