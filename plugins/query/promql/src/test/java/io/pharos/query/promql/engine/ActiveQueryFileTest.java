package io.pharos.query.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.toolkit.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActiveQueryFileTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("data").resolve(ActiveQueryFile.NAME);
  }

  @Test
  void tellsWhatRanWhenItsProcessEndedWithoutClosingIt() throws IOException {
    try (ActiveQueryFile running = ActiveQueryFile.create(file(), 3)) {
      int first = running.add("up", 1_700_000_000);
      running.add("sum(\"x\")", 1_700_000_001);
      running.remove(first);
      running.add("down", 1_700_000_002);
      assertThat(Files.size(file())).isEqualTo(3001);
      assertThat(ActiveQueryFile.left(file()))
          .isEqualTo(
              "[{\"query\":\"down\",\"timestamp_sec\":1700000002},"
                  + "{\"query\":\"sum(\\\"x\\\")\",\"timestamp_sec\":1700000001}]");
    }
    assertThat(ActiveQueryFile.left(file())).isEmpty();
  }

  @Test
  void refusesMoreThanItHasRoomFor() throws IOException {
    try (ActiveQueryFile running = ActiveQueryFile.create(file(), 1)) {
      assertThat(running.add("a", 1)).isZero();
      assertThat(running.add("b", 1)).isEqualTo(-1);
      running.remove(-1);
      assertThat(ActiveQueryFile.left(file())).contains("\"a\"").doesNotContain("\"b\"");
    }
  }

  @Test
  void cutsLongQueriesToTheSizeOfAnEntry() throws IOException {
    List<String> queries =
        List.of(
            "a".repeat(5000),
            "\u00e4".repeat(5000),
            "\ud83d\ude00".repeat(3000),
            "\u0001".repeat(999));
    try (ActiveQueryFile running = ActiveQueryFile.create(file(), queries.size())) {
      for (String query : queries) {
        assertThat(running.add(query, 1_700_000_000)).isNotNegative();
      }
      String left = ActiveQueryFile.left(file());
      assertThat((List<?>) Json.parse(left)).hasSize(queries.size());
      assertThat(left).contains("a".repeat(900)).contains("\ud83d\ude00".repeat(200));
    }
  }

  @Test
  void readsNothingFromWhatIsNoSuchFile() throws IOException {
    assertThat(ActiveQueryFile.left(file())).isEmpty();
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "something else");
    assertThat(ActiveQueryFile.left(file())).isEmpty();
  }
}
