package io.pharos.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.spi.http.Route;
import io.pharos.spi.query.ActiveQuery;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.runtime.MemoryBudget.Priority;
import io.pharos.testkit.runtime.FixedServiceRef;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActiveQueryRoutesTest {
  private final PlayedEngine engine = new PlayedEngine();
  private final List<Route> routes =
      new ActiveQueryRoutes(
              new io.pharos.spi.runtime.Clock() {
                @Override
                public long millis() {
                  return 5_500;
                }

                @Override
                public long nanos() {
                  return 0;
                }
              },
              new FixedServiceRef<>(engine))
          .routes();

  private static final class Waiting implements ActiveQuery {
    private boolean cancelled;

    @Override
    public long id() {
      return 17;
    }

    @Override
    public QueryRequest request() {
      return new QueryRequest(
          "up",
          1_000,
          2_500,
          500,
          null,
          null,
          QueryRequest.Stats.NONE,
          Priority.QUERY,
          Map.of("ruleGroup", Map.of("file", "a.yml", "name", "g")));
    }

    @Override
    public long since() {
      return 5_000;
    }

    @Override
    public boolean isQueued() {
      return true;
    }

    @Override
    public Map<String, Long> progress() {
      return Map.of("samples", 1L, "series", 2L, "bytes", 3L);
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private PlayedResponse ask(int route, PlayedRequest request) throws Exception {
    PlayedResponse response = new PlayedResponse();
    routes.get(route).handler().handle(request, response);
    return response;
  }

  @Test
  void listsWhatWaitsOrRuns() throws Exception {
    engine.active = List.of(new Waiting());
    assertThat(ask(0, PlayedRequest.of("/api/v1/queries")).text())
        .isEqualTo(
            """
            {"status":"success","data":{"queries":[{"id":17,"query":"up","start":1,"end":2.5,\
            "step":0.5,"since":5,"elapsed":0.5,"state":"queued","bytes":3,"samples":1,"series":2,\
            "origin":{"ruleGroup":{"file":"a.yml","name":"g"}}}]}}""");
  }

  @Test
  void endsAQuery() throws Exception {
    Waiting query = new Waiting();
    engine.active = List.of(query);
    PlayedRequest request = PlayedRequest.of("/api/v1/queries/17/cancel").with("id", "17");
    assertThat(ask(1, request).status()).isEqualTo(204);
    assertThat(query.cancelled).isTrue();
  }

  @Test
  void saysWhereNoSuchQueryRuns() throws Exception {
    PlayedResponse answer = ask(1, PlayedRequest.of("/api/v1/queries/x/cancel").with("id", "x"));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).contains("\"errorType\":\"not_found\"");
  }

  @Test
  void endsQueriesByCallsThatOtherSitesCannotMake() {
    Route cancel = routes.get(1);
    assertThat(cancel.methods()).isEqualTo(Set.of("POST", "PUT"));
    assertThat(cancel.access()).isEqualTo(Route.Access.ADMIN);
  }
}
