package io.pharos.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class QuerySetTest {
  @Test
  void comesWithInstantAndRangeQueries() throws IOException {
    QuerySet set = QuerySet.read("");
    assertThat(set.queries()).hasSizeGreaterThan(10);
    assertThat(set.queries()).anyMatch(query -> query.rangeSeconds() == 0);
    assertThat(set.queries())
        .contains(
            new QuerySet.Query(
                "memory_by_namespace",
                21_600,
                60,
                "sum by (namespace) (container_memory_working_set_bytes)"));
  }

  @Test
  void refusesALineWithoutAllFields() {
    assertThatThrownBy(() -> QuerySet.parse("name | 1h | up"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name | 1h | up");
  }
}
