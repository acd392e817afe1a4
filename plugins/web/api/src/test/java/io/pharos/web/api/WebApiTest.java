package io.pharos.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.MetricType;
import io.pharos.spi.config.ByteSize;
import io.pharos.spi.config.GlobalConfig;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.http.Route;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.query.QueryStats;
import io.pharos.spi.query.ResultSeries;
import io.pharos.spi.runtime.MetricFamilies.MetricFamily;
import io.pharos.spi.runtime.MetricFamilies.MetricSample;
import io.pharos.spi.runtime.ServerInfo;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Storage;
import io.pharos.spi.web.WebModule;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.runtime.FixedServiceRef;
import io.pharos.testkit.storage.MemoryStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebApiTest {
  private final MemoryStorage storage = new MemoryStorage();
  private final PlayedEngine engine = new PlayedEngine();
  private final FixedServiceRef<Storage> storageRef = new FixedServiceRef<>(storage);
  private List<MetricFamily> metrics = List.of();
  private FakeContext context = new FakeContext(Path.of("unused"));
  private WebModule api = open(false);

  @BeforeEach
  void openInAFolder(@TempDir Path folder) {
    context.close();
    context = new FakeContext(folder);
    context.state(ServerInfo.State.READY);
    api = open(false);
  }

  @AfterEach
  void close() {
    api.close();
    context.close();
    assertThat(storageRef.openLeases()).isZero();
  }

  private WebModule open(boolean admin) {
    GlobalConfig global =
        new GlobalConfig(
            Duration.ofMinutes(1),
            null,
            List.of(),
            Duration.ofMinutes(1),
            Duration.ZERO,
            "",
            "",
            Labels.of("cluster", "c1"),
            new ByteSize(0),
            0,
            0,
            0,
            0,
            0,
            0,
            "utf8",
            "",
            false,
            false,
            false,
            null);
    return new WebApiFactory(
            storageRef,
            new FixedServiceRef<>(engine),
            _ -> metrics,
            List::of,
            file -> "file: " + file + "\n")
        .create(new WebApiConfig(global, admin, 16, 10_000), context);
  }

  private PlayedResponse ask(PlayedRequest request) {
    return ask("GET", request.path(), request);
  }

  private PlayedResponse ask(String method, String pattern, PlayedRequest request) {
    PlayedResponse response = new PlayedResponse();
    for (Route route : api.routes()) {
      if (route.path().equals(pattern) && route.methods().contains(method)) {
        try {
          route.handler().handle(request, response);
        } catch (Exception e) {
          throw new AssertionError(e);
        }
        return response;
      }
    }
    throw new AssertionError("no route " + method + " " + pattern);
  }

  private static QueryResult result(QueryResult.Type type, ResultSeries... series) {
    return new QueryResult(type, List.of(series), "", 1500, List.of(), List.of(), null);
  }

  private static ResultSeries floats(Labels labels, long[] times, double... values) {
    return new ResultSeries(labels, times, values, null, values.length);
  }

  @Test
  void writesAVectorStraightFromItsColumns() {
    engine.result =
        result(
            QueryResult.Type.VECTOR,
            floats(Labels.of("__name__", "up", "a", "<&>"), new long[] {1500}, 0.1),
            floats(Labels.empty(), new long[] {2000}, Double.NaN));

    PlayedResponse answer = ask(PlayedRequest.of("/api/v1/query", "query", "up", "time", "1.5"));

    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.text())
        .isEqualTo(
            """
            {"status":"success","data":{"resultType":"vector","result":[\
            {"metric":{"__name__":"up","a":"\\u003c\\u0026\\u003e"},"value":[1.500,"0.1"]},\
            {"metric":{},"value":[2,"NaN"]}]}}""");
    assertThat(engine.lastAsked().start()).isEqualTo(1500);
    assertThat(engine.lastAsked().isInstant()).isTrue();
  }

  @Test
  void writesFloatsAndHistogramsOfAMatrixApart() {
    Histogram histogram =
        Histogram.builder()
            .schema(1)
            .count(6)
            .sum(-2.5)
            .zero(0.001, 2)
            .positive(new int[] {0, 2, 1, 1}, new double[] {1, 0, 1})
            .negative(new int[] {0, 2}, new double[] {1, 1})
            .build();
    engine.result =
        result(
            QueryResult.Type.MATRIX,
            new ResultSeries(
                Labels.of("a", "b"),
                new long[] {1000, 2000},
                new double[] {7, 0},
                new Histogram[] {null, histogram},
                2));

    PlayedResponse answer =
        ask(PlayedRequest.of("/api/v1/query_range", "start", "1", "end", "2", "step", "1"));

    assertThat(answer.text())
        .isEqualTo(
            """
            {"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"b"},\
            "values":[[1,"7"]],"histograms":[[2,{"count":"6","sum":"-2.5","buckets":[\
            [1,"-1.414213562373095","-1","1"],[1,"-1","-0.7071067811865475","1"],\
            [3,"-0.001","0.001","2"],[0,"0.7071067811865475","1","1"],\
            [0,"2","2.82842712474619","1"]]}]]}]}}""");
  }

  @Test
  void writesCustomBucketsWithTheirBounds() {
    Histogram histogram =
        Histogram.builder()
            .schema(Histogram.CUSTOM)
            .customBounds(new double[] {1, 10})
            .count(3)
            .sum(20)
            .positive(new int[] {0, 3}, new double[] {1, 1, 1})
            .build();
    engine.result =
        result(
            QueryResult.Type.VECTOR,
            new ResultSeries(
                Labels.empty(), new long[] {0}, new double[1], new Histogram[] {histogram}, 1));

    assertThat(ask(PlayedRequest.of("/api/v1/query", "query", "x")).text())
        .contains("[[3,\"-Inf\",\"1\",\"1\"],[0,\"1\",\"10\",\"1\"],[0,\"10\",\"+Inf\",\"1\"]]");
  }

  @Test
  void writesScalarsAndStrings() {
    engine.result =
        result(QueryResult.Type.SCALAR, floats(Labels.empty(), new long[] {1500}, 1e21));
    assertThat(ask(PlayedRequest.of("/api/v1/query", "query", "x")).text())
        .endsWith("\"scalar\",\"result\":[1.5,\"1000000000000000000000\"]}}");

    engine.result =
        new QueryResult(
            QueryResult.Type.STRING, List.of(), "a\n", 2000, List.of("w"), List.of("i"), null);
    assertThat(ask(PlayedRequest.of("/api/v1/query", "query", "x")).text())
        .endsWith("\"string\",\"result\":[2,\"a\\n\"]},\"warnings\":[\"w\"],\"infos\":[\"i\"]}");
  }

  @Test
  void cutsResultsAtTheLimitAndSaysSo() {
    ResultSeries one = floats(Labels.empty(), new long[] {0}, 1);
    engine.result = result(QueryResult.Type.VECTOR, one, one, one);

    assertThat(ask(PlayedRequest.of("/api/v1/query", "query", "x", "limit", "1")).text())
        .endsWith(
            "[{\"metric\":{},\"value\":[0,\"1\"]}]},\"warnings\":[\"results truncated due to limit\"]}");
  }

  @Test
  void showsStatisticsWhereTheyAreAskedFor() {
    QueryStats stats =
        new QueryStats(
            1_500_000, 0, 0, 0, 0, 2_000_000_000, 9, 8, 7, List.of(4L, 5L), List.of(), null);
    engine.result =
        new QueryResult(QueryResult.Type.MATRIX, List.of(), "", 0, List.of(), List.of(), stats);

    PlayedResponse answer =
        ask(
            PlayedRequest.of(
                "/api/v1/query_range", "start", "0", "end", "60", "step", "60", "stats", "yes"));

    assertThat(answer.text())
        .contains("\"evalTotalTime\":0.0015,", "\"execTotalTime\":2}")
        .contains("\"totalQueryableSamplesPerStep\":[[0,4],[60,5]],\"totalQueryableSamples\":9")
        .contains("\"samplesRead\":8,\"peakSamples\":7")
        .contains("value \\\"yes\\\" for parameter \\\"stats\\\" is deprecated");
    assertThat(engine.lastAsked().stats()).isEqualTo(QueryRequest.Stats.TOTALS);
  }

  @ParameterizedTest
  @CsvSource({
    "BAD_DATA, 400, bad_data, 'invalid parameter \\\"query\\\": no'",
    "EXECUTION, 422, execution, no",
    "TIMEOUT, 503, timeout, no",
    "CANCELED, 499, canceled, no",
    "INTERNAL, 500, internal, no",
  })
  void answersErrorsWithTheOriginalsTypes(
      QueryException.Code code, int status, String type, String text) {
    engine.failure = new QueryException(code, "no");

    PlayedResponse answer = ask(PlayedRequest.of("/api/v1/query", "query", "x"));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text())
        .isEqualTo(
            "{\"status\":\"error\",\"errorType\":\"" + type + "\",\"error\":\"" + text + "\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 11000, 1, 200",
    "0, 11001, 1, 400",
    "5, 4, 1, 400",
    "0, 1, 0, 400",
    "0, 1, x, 400",
  })
  void boundsRanges(String start, String end, String step, int status) {
    engine.result = result(QueryResult.Type.MATRIX);

    PlayedResponse answer =
        ask(PlayedRequest.of("/api/v1/query_range", "start", start, "end", end, "step", step));

    assertThat(answer.status()).isEqualTo(status);
  }

  private void store(long time, double value, String... labels) {
    try (Appender appender = storage.appender()) {
      long ref = appender.ref(Labels.of(labels));
      appender.appendAt(time, new long[] {ref}, new double[] {value}, 1, new byte[1]);
      appender.commit();
    }
  }

  @Test
  void listsNamesValuesAndSeries() {
    store(1000, 1, "__name__", "up", "job", "b");
    store(1000, 1, "__name__", "up", "job", "a");
    store(1000, 1, "__name__", "down", "x.y", "c");

    assertThat(ask(PlayedRequest.of("/api/v1/labels")).text())
        .isEqualTo("{\"status\":\"success\",\"data\":[\"__name__\",\"job\",\"x.y\"]}");
    assertThat(
            ask(PlayedRequest.of(
                    "/api/v1/labels", "match[]", "up", "match[]", "down", "limit", "2"))
                .text())
        .isEqualTo(
            "{\"status\":\"success\",\"data\":[\"__name__\",\"job\"],"
                + "\"warnings\":[\"results truncated due to limit\"]}");
    String values = "/api/v1/label/{name}/values";
    PlayedRequest job = PlayedRequest.of(values).with("name", "job");
    assertThat(ask("GET", values, job).text()).endsWith("[\"a\",\"b\"]}");
    PlayedRequest escaped = PlayedRequest.of(values).with("name", "U__x_2e_y");
    assertThat(ask("GET", values, escaped).text()).endsWith("[\"c\"]}");
    assertThat(ask(PlayedRequest.of("/api/v1/series", "match[]", "up", "match[]", "up")).text())
        .isEqualTo(
            "{\"status\":\"success\",\"data\":[{\"__name__\":\"up\",\"job\":\"a\"},"
                + "{\"__name__\":\"up\",\"job\":\"b\"}]}");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/series, , 'no match[] parameter provided'",
    "/api/v1/series, 1, 'invalid parameter \\\"match[]\\\": 1:1: parse error: no name'",
    "/api/v1/series, '', 'invalid parameter \\\"match[]\\\": match[] must contain at least one non-empty matcher'",
    "/api/v1/labels, 1, '1:1: parse error: no name'",
  })
  void refusesSelectors(String path, @Nullable String selector, String error) {
    PlayedRequest request =
        selector == null ? PlayedRequest.of(path) : PlayedRequest.of(path, "match[]", selector);

    assertThat(ask(request).text()).endsWith("\"error\":\"" + error + "\"}");
  }

  @Test
  void federatesTheNewestSamplesWithExternalLabels() {
    long now = context.clock().millis();
    store(now - 60_000, 1, "__name__", "up", "job", "b");
    store(now - 30_000, 0.5, "__name__", "up", "job", "b");
    store(now - 600_000, 3, "__name__", "up", "job", "old");

    PlayedResponse answer = ask(PlayedRequest.of("/federate", "match[]", "up"));

    assertThat(answer.header("Content-Type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8; escaping=underscores");
    assertThat(answer.text())
        .isEqualTo(
            "# TYPE up untyped\nup{job=\"b\",cluster=\"c1\",instance=\"\"} 0.5 "
                + (now - 30_000)
                + "\n");
    assertThat(ask(PlayedRequest.of("/federate")).text()).isEmpty();
    assertThat(ask(PlayedRequest.of("/federate", "match[]", "9")).status()).isEqualTo(400);
  }

  @Test
  void rendersOwnMetrics() {
    metrics =
        List.of(
            new MetricFamily(
                "a_seconds",
                MetricType.HISTOGRAM,
                "back\\slash\nline",
                List.of(
                    new MetricSample("_bucket", List.of("le", "+Inf"), 3),
                    new MetricSample("_sum", List.of(), 0.25),
                    new MetricSample("_count", List.of(), 3))),
            new MetricFamily(
                "b.c",
                MetricType.GAUGE,
                "b",
                List.of(new MetricSample("", List.of("x", "a\"b"), 1e6))));

    assertThat(ask(PlayedRequest.of("/metrics")).text())
        .isEqualTo(
            """
            # HELP a_seconds back\\\\slash\\nline
            # TYPE a_seconds histogram
            a_seconds_bucket{le="+Inf"} 3
            a_seconds_sum 0.25
            a_seconds_count 3
            # HELP b_c b
            # TYPE b_c gauge
            b_c{x="a\\"b"} 1e+06
            """);
    PlayedResponse utf8 =
        ask(
            PlayedRequest.of("/metrics")
                .accepting("text/plain;version=0.0.4;escaping=allow-utf-8"));
    assertThat(utf8.text()).contains("{\"b.c\",x=\"a\\\"b\"} 1e+06\n");
    assertThat(
            ask(PlayedRequest.of("/api/v1/status/self_metrics", "metric_name_pattern", "a_.*"))
                .text())
        .contains(
            "\"histogram\":{\"sample_sum\":0.25,\"sample_count\":3,\"bucket\":[{\"cumulative_count\":3,\"upper_bound\":\"+Inf\"}]}");
  }

  @Test
  void guardsAdministration() {
    PlayedRequest request = PlayedRequest.of("/api/v1/admin/tsdb/delete_series", "match[]", "up");
    PlayedResponse off = ask("POST", request.path(), request);
    assertThat(off.status()).isEqualTo(500);
    assertThat(off.text())
        .contains("\"errorType\":\"unavailable\",\"error\":\"admin APIs disabled\"");

    store(1000, 1, "__name__", "up");
    api.close();
    api = open(true);
    assertThat(ask("POST", request.path(), request).status()).isEqualTo(204);
    assertThat(ask(PlayedRequest.of("/api/v1/labels")).text()).endsWith("\"data\":[]}");
    assertThat(ask("POST", "/api/v1/admin/tsdb/snapshot", PlayedRequest.of("x")).text())
        .contains("the storage cannot make snapshots");
  }

  @Test
  void tellsWhatHappens() {
    assertThat(ask(PlayedRequest.of("/api/v1/notifications")).text()).endsWith("\"data\":[]}");

    metrics =
        List.of(
            new MetricFamily(
                "prometheus_config_last_reload_successful",
                MetricType.GAUGE,
                "h",
                List.of(new MetricSample("", List.of(), 0))));
    assertThat(ask(PlayedRequest.of("/api/v1/notifications")).text())
        .contains("\"text\":\"Configuration reload has failed.\"", "\"active\":true");
    assertThat(ask(PlayedRequest.of("/api/v1/status/runtimeinfo")).text())
        .contains("\"reloadConfigSuccess\":false");
  }

  @Test
  void showsVersionStatusAndRedirects() {
    assertThat(ask(PlayedRequest.of("/version")).text())
        .startsWith("{\"version\":\"")
        .endsWith("\"}\n");
    assertThat(ask(PlayedRequest.of("/api/v1/status/config")).text())
        .endsWith("{\"yaml\":\"file: server\\n\"}}");
    assertThat(ask(PlayedRequest.of("/api/v1/status/tsdb", "limit", "0")).status()).isEqualTo(400);
    assertThat(ask(PlayedRequest.of("/api/v1/status/tsdb")).text()).contains("\"numSeries\":0");
    assertThat(ask(PlayedRequest.of("/api/v1/status/walreplay")).text())
        .endsWith("{\"min\":0,\"max\":0,\"current\":0}}");
    PlayedResponse home = ask(PlayedRequest.of("/"));
    assertThat(home.status()).isEqualTo(302);
    assertThat(home.header("Location")).isEqualTo("/query");
    assertThat(home.text()).isEqualTo("<a href=\"/query\">Found</a>.\n\n");
  }
}
