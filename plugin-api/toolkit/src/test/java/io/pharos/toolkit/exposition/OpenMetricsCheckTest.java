package io.pharos.toolkit.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OpenMetricsCheckTest {
  private static final List<String> GOOD =
      List.of(
          "# EOF\n",
          "# TYPE c counter\n# HELP c Help.\nc_total{a=\"b\"} 1 # {trace_id=\"x\"} 0.5\n# EOF\n",
          "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_count 2\nh_sum 3\n# EOF\n",
          "# TYPE s stateset\ns{s=\"on\"} 1\ns{s=\"off\"} 0\n# EOF\n",
          "# TYPE q summary\nq{quantile=\"0.5\"} 1\nq_count 1\nq_sum 1\n# EOF\n",
          "plain 1\nother{x=\"y\"} 2 1.5\n# EOF");

  private static final List<String> BAD =
      List.of(
          "plain 1\n",
          "# TYPE c counter\nc_total -1\n# EOF\n",
          "# TYPE g gauge\n# UNIT g_x y\n# EOF\n",
          "# TYPE g gauge\ng 1\n# HELP g Late.\n# EOF\n",
          "# TYPE h histogram\nh_bucket{le=\"2\"} 1\nh_bucket{le=\"1\"} 2\n# EOF\n",
          "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_count 1\nh_sum 1\n# EOF\n",
          "# TYPE i info\ni_info 2\n# EOF\n",
          "# TYPE g gauge\ng 1 # {a=\"b\"} 1\n# EOF\n",
          "a{x=\"1\"} 1\nb 1\na{x=\"2\"} 1\n# EOF\n",
          "a{x=\"1\",} 1\n# EOF\n",
          "a{x=\"1\",x=\"2\"} 1\n# EOF\n");

  @Test
  void acceptsWhatFollowsTheRules() {
    for (String text : GOOD) {
      assertThatCode(() -> check(text)).as(text).doesNotThrowAnyException();
    }
  }

  @Test
  void refusesWhatDoesNot() {
    for (String text : BAD) {
      assertThatCode(() -> check(text)).as(text).isInstanceOf(ExpositionException.class);
    }
  }

  @Test
  void failsOnlyWithItsOwnErrorOnMutatedBodies() {
    SplittableRandom random = new SplittableRandom(3);
    int refused = 0;
    for (int round = 0; round < 5000; round++) {
      byte[] body = GOOD.get(random.nextInt(GOOD.size())).getBytes(StandardCharsets.UTF_8);
      body[random.nextInt(body.length)] = (byte) random.nextInt(128);
      try {
        OpenMetricsCheck.check(Arrays.copyOf(body, body.length + 1), body.length);
      } catch (ExpositionException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static void check(String text) throws ExpositionException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    OpenMetricsCheck.check(Arrays.copyOf(body, body.length + 1), body.length);
  }
}
