package io.pharos.web.api;

import io.pharos.spi.error.QueryException;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.Route;
import io.pharos.spi.query.PlanNode;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryRequest.Stats;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.query.QueryStats;
import io.pharos.spi.query.ResultSeries;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.storage.Storage;
import io.pharos.toolkit.http.Api;
import io.pharos.toolkit.http.Parameters;
import io.pharos.toolkit.json.JsonWriter;
import java.io.IOException;
import java.util.TreeMap;

/** How a query is computed, and what each of its operators cost. Thread-safe. */
final class ExplainRoute {
  private static final double NANOS = 1e9;

  private final Context context;
  private final WebApiFactory.Services services;

  ExplainRoute(Context context, WebApiFactory.Services services) {
    this.context = context;
    this.services = services;
  }

  Route route() {
    return Route.getOrPost("/api/v1/query_explain", Api.handler(this::explain));
  }

  private Api.Answer explain(HttpRequest request) {
    boolean analyze = Parameters.bool(request, "analyze");
    Stats stats = analyze ? Stats.ANALYZE : Stats.NONE;
    QueryRequest query =
        Parameters.text(request, "step").isEmpty()
            ? QueryParameters.instant(request, context.clock(), stats)
            : QueryParameters.range(request, stats);
    try (Lease<QueryEngine> engine = services.engine().acquire()) {
      return analyze ? analyzed(engine.get(), query) : planned(engine.get(), query);
    } catch (QueryException e) {
      throw QueryRoutes.badQuery(e);
    }
  }

  private static Api.Answer planned(QueryEngine engine, QueryRequest query) {
    PlanNode plan = engine.explain(query);
    QueryResult.Type parsed = engine.parse(query.query()).type();
    QueryResult.Type type = query.isInstant() ? parsed : QueryResult.Type.MATRIX;
    return Api.Answer.of(
        json -> {
          begin(json, query, type, false);
          json.name("plan");
          node(json, query.query(), plan);
          json.endObject();
        });
  }

  private Api.Answer analyzed(QueryEngine engine, QueryRequest query) {
    QueryResult result;
    try (Lease<Storage> storage = services.storage().acquire()) {
      result = engine.query(query, storage.get());
    }
    QueryStats stats = result.stats();
    PlanNode plan = stats == null ? null : stats.plan();
    if (stats == null || plan == null) {
      throw new QueryException(
          QueryException.Code.UNAVAILABLE, "the query engine does not analyze queries");
    }
    return new Api.Answer(
        json -> {
          begin(json, query, result.type(), true);
          json.name("plan");
          node(json, query.query(), plan);
          json.name("stats");
          ResultJson.stats(json, query, stats);
          json.name("result").beginObject();
          json.name("series").number(result.series().size());
          json.name("samples").number(samples(result));
          json.endObject().endObject();
        },
        QueryRoutes.capped(result.warnings(), "warning"),
        QueryRoutes.capped(result.infos(), "info"));
  }

  private static long samples(QueryResult result) {
    return result.series().stream().mapToLong(ResultSeries::size).sum();
  }

  private static void begin(
      JsonWriter json, QueryRequest query, QueryResult.Type type, boolean analyzed)
      throws IOException {
    json.beginObject();
    json.name("query").string(query.query());
    json.name("resultType").string(type.word());
    json.name("start").shortTimestamp(query.start());
    json.name("end").shortTimestamp(query.end());
    json.name("step").number(query.step() / 1000.0);
    json.name("analyzed").bool(analyzed);
  }

  private static void node(JsonWriter json, String query, PlanNode node) throws IOException {
    int start = Math.clamp(node.start(), 0, query.length());
    int end = Math.clamp(node.end(), start, query.length());
    json.beginObject();
    json.name("type").string(node.type());
    json.name("name").string(node.name());
    json.name("expression").string(query.substring(start, end));
    json.name("start").number(start);
    json.name("end").number(end);
    json.name("steps").number(node.steps());
    json.name("details").beginObject();
    for (var detail : new TreeMap<>(node.details()).entrySet()) {
      json.name(detail.getKey()).string(detail.getValue());
    }
    json.endObject();
    PlanNode.Cost cost = node.cost();
    if (cost != null) {
      json.name("cost").beginObject();
      json.name("time").number(cost.nanos() / NANOS);
      json.name("selfTime").number(cost.selfNanos() / NANOS);
      json.name("series").number(cost.series());
      json.name("samples").number(cost.samples());
      json.name("samplesRead").number(cost.samplesRead());
      json.name("bytes").number(cost.bytes());
      json.endObject();
    }
    json.name("children").beginArray();
    for (PlanNode child : node.children()) {
      node(json, query, child);
    }
    json.endArray().endObject();
  }
}
