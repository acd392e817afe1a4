package io.pharos.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pharos.web.api.SearchTerms.Algorithm;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchTermsTest {
  private static double score(Algorithm algorithm, double threshold, String term, String name) {
    return new SearchTerms(List.of(term), algorithm, threshold, true).score(name);
  }

  @Test
  void findsLettersInTheirOrder() {
    assertThat(score(Algorithm.SUBSEQUENCE, 0, "up", "up")).isEqualTo(1);
    assertThat(score(Algorithm.SUBSEQUENCE, 0, "up", "dup_left")).isPositive();
    assertThat(score(Algorithm.SUBSEQUENCE, 0, "in", "region")).isNotNegative();
    assertThat(score(Algorithm.SUBSEQUENCE, 0, "pu", "up")).isNegative();
    assertThat(score(Algorithm.SUBSEQUENCE, 0, "UP", "up")).isNegative();
    assertThat(score(Algorithm.SUBSEQUENCE, 0.9, "nodecpu", "node_cpu_seconds_total")).isNegative();
  }

  @Test
  void comparesByJaroAndWinkler() {
    assertThat(score(Algorithm.JARO_WINKLER, 0.8, "http_requst_total", "http_requests_total"))
        .isCloseTo(0.9789473684210526, within(1e-12));
    assertThat(
            score(
                Algorithm.JARO_WINKLER,
                0.8,
                "http_requst_total",
                "http_request_duration_seconds_sum"))
        .isCloseTo(0.8473796791443851, within(1e-12));
    assertThat(score(Algorithm.JARO_WINKLER, 0.8, "http_requst_total", "up")).isNegative();
  }

  @Test
  void findsByTheBestOfSeveralTermsAndEverythingByNone() {
    SearchTerms two = new SearchTerms(List.of("http", "CPU"), Algorithm.SUBSEQUENCE, 0, false);
    assertThat(two.score("node_cpu_seconds_total")).isNotNegative();
    assertThat(two.score("HTTP_requests")).isNotNegative();
    assertThat(two.score("up")).isNegative();
    SearchTerms none = new SearchTerms(List.of(), Algorithm.SUBSEQUENCE, 0.5, true);
    assertThat(none.score("anything")).isEqualTo(1);
  }
}
