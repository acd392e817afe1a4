package io.pharos.query.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.spi.error.ConfigException;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.runtime.MemoryBudget.Priority;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.storage.MemoryStorage;
import io.pharos.toolkit.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryLogTest {
  @TempDir Path folder;

  private final MemoryStorage storage = new MemoryStorage();
  private FakeContext context;
  private PromqlEngine engine;
  private Path file;

  @BeforeEach
  void start() {
    file = folder.resolve("query.log");
    context = new FakeContext(folder.resolve("data"));
    engine = new PromqlEngine(TestConfigs.logged(file.toString()), context);
    engine.start();
  }

  @AfterEach
  void close() {
    engine.close();
    context.close();
  }

  private static QueryRequest ask(String query) {
    Map<String, String> origin =
        Map.of("clientIP", "127.0.0.1", "method", "GET", "path", "/api/v1/query_range");
    return new QueryRequest(
        query,
        1_581_173_990_368L,
        1_581_173_999_868L,
        5_000,
        null,
        null,
        QueryRequest.Stats.NONE,
        Priority.QUERY,
        Map.of("httpRequest", origin));
  }

  @SuppressWarnings("unchecked") // a line is an object
  private static Map<String, Object> object(@Nullable Object json) {
    return (Map<String, Object>) Objects.requireNonNull(json);
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(file);
  }

  @Test
  void writesALineForEachQuery() throws IOException {
    engine.query(ask("vector(1) == 2"), storage);
    assertThat(lines()).hasSize(1);
    Map<String, Object> line = object(Json.parse(lines().getFirst()));
    assertThat(line.keySet())
        .containsExactlyInAnyOrder(
            "time", "level", "msg", "params", "stats", "spanID", "traceID", "httpRequest");
    assertThat(object(line.get("params")))
        .containsEntry("query", "vector(1) == 2")
        .containsEntry("start", "2020-02-08T14:59:50.368Z")
        .containsEntry("end", "2020-02-08T14:59:59.868Z")
        .hasEntrySatisfying("step", step -> assertThat(step).hasToString("5"));
    assertThat(object(line.get("httpRequest")))
        .containsEntry("clientIP", "127.0.0.1")
        .containsEntry("path", "/api/v1/query_range");
    assertThat(object(object(line.get("stats")).get("timings")))
        .containsOnlyKeys(
            "evalTotalTime",
            "resultSortTime",
            "queryPreparationTime",
            "innerEvalTime",
            "execQueueTime",
            "execTotalTime");
  }

  @Test
  void saysWhyAQueryFailed() throws IOException {
    QueryRequest twice = ask("label_replace(vector(1), \"a\", \"$1\", \"b\", \"(\")");
    assertThatThrownBy(() -> engine.query(twice, storage)).isInstanceOf(QueryException.class);
    assertThat(object(Json.parse(lines().getFirst()))).containsKey("error");
  }

  @Test
  void leavesOutWhatCouldNotBeRead() throws IOException {
    assertThatThrownBy(() -> engine.query(ask("sum("), storage)).isInstanceOf(QueryException.class);
    assertThat(lines()).isEmpty();
  }

  @Test
  void opensTheFileAnewAtAReload() throws IOException {
    engine.query(ask("1"), storage);
    Files.move(file, folder.resolve("query.log.1"));
    engine.query(ask("2"), storage);
    engine.apply(TestConfigs.logged(file.toString()));
    engine.query(ask("3"), storage);
    assertThat(Files.readAllLines(folder.resolve("query.log.1"))).hasSize(2);
    assertThat(lines()).hasSize(1);
    assertThat(engine.readsFiles()).isTrue();
  }

  @Test
  void writesNothingOnceItIsSwitchedOff() throws IOException {
    engine.apply(TestConfigs.defaults());
    engine.query(ask("1"), storage);
    assertThat(lines()).isEmpty();
  }

  @Test
  void keepsTheOldFileWhereTheNewOneCannotBeOpened() throws IOException {
    String nowhere = folder.resolve("none/query.log").toString();
    assertThatThrownBy(() -> engine.apply(TestConfigs.logged(nowhere)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("query_log_file=" + nowhere);
    engine.query(ask("1"), storage);
    assertThat(lines()).hasSize(1);
  }
}
