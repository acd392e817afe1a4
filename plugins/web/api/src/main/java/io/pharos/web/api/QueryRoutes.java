package io.pharos.web.api;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.sample.Exemplar;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.http.Route;
import io.pharos.spi.query.ParsedQuery;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryRequest.Stats;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.storage.Exemplars;
import io.pharos.spi.storage.Exemplars.SeriesExemplars;
import io.pharos.spi.storage.Storage;
import io.pharos.toolkit.exposition.GoQuote;
import io.pharos.toolkit.http.Api;
import io.pharos.toolkit.http.ApiException;
import io.pharos.toolkit.http.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Queries, and what a query's text means. Thread-safe. */
final class QueryRoutes {
  private final Context context;
  private final WebApiFactory.Services services;

  QueryRoutes(Context context, WebApiFactory.Services services) {
    this.context = context;
    this.services = services;
  }

  List<Route> routes() {
    return List.of(
        Route.getOrPost("/api/v1/query", Api.handler(this::query)),
        Route.getOrPost("/api/v1/query_range", Api.handler(this::queryRange)),
        Route.getOrPost("/api/v1/query_exemplars", Api.handler(this::exemplars)),
        Route.getOrPost("/api/v1/format_query", Api.handler(this::format)),
        Route.getOrPost("/api/v1/parse_query", this::parse));
  }

  private Api.Answer query(HttpRequest request) {
    int limit = Parameters.limit(request);
    Stats stats = stats(Parameters.text(request, "stats"));
    return run(request, QueryParameters.instant(request, context.clock(), stats), limit);
  }

  private Api.Answer queryRange(HttpRequest request) {
    int limit = Parameters.limit(request);
    Stats stats = stats(Parameters.text(request, "stats"));
    return run(request, QueryParameters.range(request, stats), limit);
  }

  private Api.Answer run(HttpRequest request, QueryRequest query, int limit) {
    String statsWord = Parameters.text(request, "stats");
    QueryResult result = answer(query);
    List<String> warnings = new ArrayList<>(capped(result.warnings(), "warning"));
    boolean list =
        result.type() == QueryResult.Type.VECTOR || result.type() == QueryResult.Type.MATRIX;
    if (list && limit > 0 && result.series().size() > limit) {
      warnings.add("results truncated due to limit");
    }
    if (!statsWord.isEmpty() && !statsWord.equals("true") && !statsWord.equals("all")) {
      warnings.add(
          "value "
              + GoQuote.quote(statsWord)
              + " for parameter \"stats\" is deprecated and will be rejected in the next major"
              + " release, use \"true\" or \"all\"");
    }
    return new Api.Answer(
        json -> ResultJson.write(json, query, result, limit),
        warnings,
        capped(result.infos(), "info"));
  }

  /** Asks the engine; errors of the text name the parameter. */
  private QueryResult answer(QueryRequest query) {
    try (Lease<QueryEngine> engine = services.engine().acquire();
        Lease<Storage> storage = services.storage().acquire()) {
      return engine.get().query(query, storage.get());
    } catch (QueryException e) {
      throw badQuery(e);
    }
  }

  /** An error of the text names the parameter that holds it. */
  static RuntimeException badQuery(QueryException error) {
    return error.code() == QueryException.Code.BAD_DATA
        ? ApiException.badParameter("query", error.getMessage())
        : error;
  }

  private Stats stats(String word) {
    if (word.isEmpty()) {
      return Stats.NONE;
    }
    boolean perStep = context.server().features().contains("promql-per-step-stats");
    return word.equals("all") && perStep ? Stats.PER_STEP : Stats.TOTALS;
  }

  /** At most ten remarks, and how many more there were. */
  static List<String> capped(List<String> remarks, String kind) {
    if (remarks.size() <= 10) {
      return remarks;
    }
    List<String> kept = new ArrayList<>(remarks.subList(0, 10));
    kept.add((remarks.size() - 10) + " more " + kind + " annotations omitted");
    return kept;
  }

  private Api.Answer exemplars(HttpRequest request) {
    long start = Parameters.start(request);
    long end = Parameters.end(request);
    if (end < start) {
      throw ApiException.badData("end timestamp must not be before start timestamp");
    }
    List<List<LabelMatcher>> selectors = parsed(request, false).selectors();
    if (selectors.isEmpty()) {
      return Api.Answer.nothing();
    }
    List<SeriesExemplars> found;
    try (Lease<Storage> storage = services.storage().acquire()) {
      found =
          storage
              .get()
              .ability(Exemplars.class)
              .map(exemplars -> exemplars.exemplars(start, end, selectors))
              .orElse(List.of());
    }
    return Api.Answer.of(
        json -> {
          json.beginArray();
          for (SeriesExemplars series : found) {
            json.beginObject().name("seriesLabels");
            ResultJson.labels(json, series.labels());
            json.name("exemplars").beginArray();
            for (Exemplar exemplar : series.exemplars()) {
              json.beginObject().name("labels");
              ResultJson.labels(json, exemplar.labels());
              json.name("value").sampleValue(exemplar.value());
              json.name("timestamp").timestamp(exemplar.timestamp()).endObject();
            }
            json.endArray().endObject();
          }
          json.endArray();
        });
  }

  private Api.Answer format(HttpRequest request) {
    String pretty = parsed(request, true).pretty();
    return Api.Answer.of(json -> json.string(pretty));
  }

  /** A tree with a number that JSON does not have is answered as the original fails on it. */
  private void parse(HttpRequest request, HttpResponse response) throws Exception {
    try {
      Api.handler(this::tree).handle(request, response);
    } catch (NoJsonNumber e) {
      response.status(500).header("X-Content-Type-Options", "nosniff");
      response.text(
          "text/plain; charset=utf-8",
          "v1.Response.Data: unsupported value: " + e.getMessage() + "\n");
    }
  }

  private Api.Answer tree(HttpRequest request) {
    Map<String, @Nullable Object> tree = parsed(request, true).tree();
    PlainJson.check(tree);
    return Api.Answer.of(json -> PlainJson.write(json, tree));
  }

  private ParsedQuery parsed(HttpRequest request, boolean named) {
    try (Lease<QueryEngine> engine = services.engine().acquire()) {
      return engine.get().parse(Parameters.text(request, "query"));
    } catch (QueryException e) {
      throw named ? badQuery(e) : e;
    }
  }
}
