package io.pharos.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.spi.http.Route;
import io.pharos.spi.query.PlanNode;
import io.pharos.spi.query.QueryRequest.Stats;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.query.QueryStats;
import io.pharos.spi.query.ResultSeries;
import io.pharos.spi.storage.Storage;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.runtime.FixedServiceRef;
import io.pharos.testkit.storage.MemoryStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainRouteTest {
  private final PlayedEngine engine = new PlayedEngine();
  private final FixedServiceRef<Storage> storage = new FixedServiceRef<>(new MemoryStorage());
  private FakeContext context = new FakeContext(Path.of("unused"));

  @BeforeEach
  void openInAFolder(@TempDir Path folder) {
    context.close();
    context = new FakeContext(folder);
  }

  @AfterEach
  void close() {
    context.close();
    assertThat(storage.openLeases()).isZero();
  }

  private PlayedResponse ask(PlayedRequest request) throws Exception {
    WebApiFactory.Services services =
        new WebApiFactory.Services(
            storage, new FixedServiceRef<>(engine), _ -> List.of(), List::of, file -> file);
    Route route = new ExplainRoute(context, services).route();
    assertThat(route.path()).isEqualTo("/api/v1/query_explain");
    PlayedResponse response = new PlayedResponse();
    route.handler().handle(request, response);
    return response;
  }

  private static PlanNode plan(PlanNode.@Nullable Cost cost) {
    PlanNode child = new PlanNode("numberLiteral", "2", 5, 6, 1, Map.of(), null, List.of());
    return new PlanNode("binaryExpr", ">", 0, 6, 3, Map.of("bool", "true"), cost, List.of(child));
  }

  @Test
  void showsAPlanWithoutAskingForItsValues() throws Exception {
    engine.plan = plan(null);
    PlayedResponse answer =
        ask(
            PlayedRequest.of(
                "/api/v1/query_explain", "query", "up", "start", "1", "end", "2.5", "step", "0.5"));
    assertThat(answer.text())
        .isEqualTo(
            """
            {"status":"success","data":{"query":"up","resultType":"matrix","start":1,"end":2.5,\
            "step":0.5,"analyzed":false,"plan":{"type":"binaryExpr","name":"\\u003e",\
            "expression":"up","start":0,"end":2,"steps":3,"details":{"bool":"true"},\
            "children":[{"type":"numberLiteral","name":"2","expression":"","start":2,"end":2,\
            "steps":1,"details":{},"children":[]}]}}}""");
    assertThat(engine.lastAsked().stats()).isEqualTo(Stats.NONE);
    assertThat(engine.lastAsked().end()).isEqualTo(2500);
  }

  @Test
  void showsWhatOperatorsCostOfAnAnalyzedQuery() throws Exception {
    PlanNode plan = plan(new PlanNode.Cost(2_000_000, 1_500_000, 1, 2, 30, 4096));
    QueryStats stats =
        new QueryStats(0, 0, 0, 0, 0, 2_500_000, 30, 30, 2, List.of(), List.of(), plan);
    ResultSeries series =
        new ResultSeries(Labels.empty(), new long[] {1, 2}, new double[] {1, 2}, null, 2);
    engine.result =
        new QueryResult(
            QueryResult.Type.VECTOR, List.of(series), "", 0, List.of("careful"), List.of(), stats);
    PlayedResponse answer =
        ask(PlayedRequest.of("/api/v1/query_explain", "query", "up > 2", "analyze", "true"));
    assertThat(answer.text())
        .contains("\"analyzed\":true")
        .contains("\"expression\":\"up \\u003e 2\"")
        .contains(
            "\"cost\":{\"time\":0.002,\"selfTime\":0.0015,\"series\":1,\"samples\":2,"
                + "\"samplesRead\":30,\"bytes\":4096}")
        .contains("\"execTotalTime\":0.0025")
        .contains("\"result\":{\"series\":1,\"samples\":2}")
        .contains("\"warnings\":[\"careful\"]");
    assertThat(engine.lastAsked().stats()).isEqualTo(Stats.ANALYZE);
    assertThat(engine.lastAsked().isInstant()).isTrue();
  }

  @Test
  void saysSoWhereTheEngineDoesNotExplain() throws Exception {
    PlayedResponse answer = ask(PlayedRequest.of("/api/v1/query_explain", "query", "up"));
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text()).contains("unavailable").contains("does not explain");
  }

  @Test
  void refusesAWordThatIsNoBoolean() throws Exception {
    PlayedResponse answer =
        ask(PlayedRequest.of("/api/v1/query_explain", "query", "up", "analyze", "perhaps"));
    assertThat(answer.status()).isEqualTo(400);
  }
}
