package io.pharos.web.api;

import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.Route;
import io.pharos.spi.query.ActiveQuery;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.toolkit.http.Api;
import io.pharos.toolkit.http.ApiError;
import io.pharos.toolkit.http.ApiException;
import io.pharos.toolkit.json.JsonWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The queries that wait or run, and a way to end one. Thread-safe. */
final class ActiveQueryRoutes {
  private final Clock clock;
  private final ServiceRef<QueryEngine> engine;

  ActiveQueryRoutes(Clock clock, ServiceRef<QueryEngine> engine) {
    this.clock = clock;
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/queries", Api.handler(this::list)),
        Route.change("/api/v1/queries/{id}/cancel", Route.Access.ADMIN, Api.handler(this::cancel)));
  }

  private List<ActiveQuery> active() {
    try (Lease<QueryEngine> lease = engine.acquire()) {
      return lease.get().active();
    }
  }

  private Api.Answer list(HttpRequest request) {
    List<ActiveQuery> active = active();
    long now = clock.millis();
    return Api.Answer.of(
        json -> {
          json.beginObject().name("queries").beginArray();
          for (ActiveQuery query : active) {
            query(json, query, now);
          }
          json.endArray().endObject();
        });
  }

  private static void query(JsonWriter json, ActiveQuery query, long now) throws IOException {
    QueryRequest asked = query.request();
    json.beginObject();
    json.name("id").number(query.id());
    json.name("query").string(asked.query());
    json.name("start").shortTimestamp(asked.start());
    json.name("end").shortTimestamp(asked.end());
    json.name("step").number(asked.step() / 1000.0);
    json.name("since").shortTimestamp(query.since());
    json.name("elapsed").number(Math.max(0, now - query.since()) / 1000.0);
    json.name("state").string(query.isQueued() ? "queued" : "running");
    for (Map.Entry<String, Long> progress : new TreeMap<>(query.progress()).entrySet()) {
      json.name(progress.getKey()).number(progress.getValue());
    }
    json.name("origin").beginObject();
    for (Map.Entry<String, Map<String, String>> origin : asked.origin().entrySet()) {
      json.name(origin.getKey());
      PlainJson.write(json, new TreeMap<>(origin.getValue()));
    }
    json.endObject().endObject();
  }

  private Api.Answer cancel(HttpRequest request) {
    String id = request.pathParameter("id");
    ActiveQuery query =
        active().stream()
            .filter(each -> Long.toString(each.id()).equals(id))
            .findFirst()
            .orElseThrow(
                () -> new ApiException(ApiError.NOT_FOUND, "no such query runs [id=" + id + "]"));
    query.cancel();
    return Api.Answer.nothing();
  }
}
