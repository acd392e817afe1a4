package io.pharos.web.api;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.sample.Exemplar;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.Route;
import io.pharos.spi.query.ParsedQuery;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryRequest.Stats;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.MemoryBudget.Priority;
import io.pharos.spi.storage.Exemplars;
import io.pharos.spi.storage.Exemplars.SeriesExemplars;
import io.pharos.spi.storage.Storage;
import io.pharos.toolkit.exposition.GoQuote;
import io.pharos.toolkit.http.Api;
import io.pharos.toolkit.http.ApiException;
import io.pharos.toolkit.http.Parameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Queries, and what a query's text means. Thread-safe. */
final class QueryRoutes {
  private static final long MAX_STEPS = 11_000;
  private static final long MILLI = 1_000_000;

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
        Route.getOrPost("/api/v1/parse_query", Api.handler(this::parse)));
  }

  private Api.Answer query(HttpRequest request) {
    int limit = Parameters.limit(request);
    Parameters.Moment moment = Parameters.time(request, "time");
    long time = moment == null ? context.clock().millis() : moment.wrappedMillis();
    return run(request, time, time, 0, limit);
  }

  private Api.Answer queryRange(HttpRequest request) {
    int limit = Parameters.limit(request);
    long start = Parameters.requiredTime(request, "start").millis();
    long end = Parameters.requiredTime(request, "end").millis();
    if (end < start) {
      throw ApiException.badParameter("end", "end timestamp must not be before start time");
    }
    long step = duration(request, "step");
    if (step <= 0) {
      throw ApiException.badParameter(
          "step",
          "zero or negative query resolution step widths are not accepted. Try a positive integer");
    }
    if (nanosBetween(start, end) / step > MAX_STEPS) {
      throw ApiException.badData(
          "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query"
              + " resolution (?step=XX)");
    }
    return run(request, start, end, Math.max(1, step / MILLI), limit);
  }

  /** The original counts in 64 bits of nanoseconds, which end at 292 years. */
  private static long nanosBetween(long start, long end) {
    long millis = end - start;
    return millis < 0 || millis > Long.MAX_VALUE / MILLI ? Long.MAX_VALUE : millis * MILLI;
  }

  private static long duration(HttpRequest request, String name) {
    try {
      return Parameters.durationNanos(Parameters.text(request, name));
    } catch (IllegalArgumentException e) {
      throw ApiException.badParameter(name, String.valueOf(e.getMessage()));
    }
  }

  private Api.Answer run(HttpRequest request, long start, long end, long step, int limit) {
    Duration timeout = timeout(request);
    Duration lookback = lookback(request);
    String statsWord = Parameters.text(request, "stats");
    QueryRequest query =
        new QueryRequest(
            Parameters.text(request, "query"),
            start,
            end,
            step,
            lookback,
            timeout,
            stats(statsWord),
            Priority.QUERY,
            origin(request));
    QueryResult result;
    try (Lease<QueryEngine> engine = services.engine().acquire();
        Lease<Storage> storage = services.storage().acquire()) {
      result = engine.get().query(query, storage.get());
    } catch (QueryException e) {
      throw e.code() == QueryException.Code.BAD_DATA
          ? ApiException.badParameter("query", e.getMessage())
          : e;
    }
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

  private static @Nullable Duration timeout(HttpRequest request) {
    if (Parameters.text(request, "timeout").isEmpty()) {
      return null;
    }
    long nanos = duration(request, "timeout");
    if (nanos <= 0) {
      throw ApiException.badParameter("query", "context deadline exceeded");
    }
    return Duration.ofNanos(nanos);
  }

  private static @Nullable Duration lookback(HttpRequest request) {
    String text = Parameters.text(request, "lookback_delta");
    if (text.isEmpty()) {
      return null;
    }
    try {
      long nanos = Parameters.durationNanos(text);
      return nanos <= 0 ? null : Duration.ofNanos(nanos);
    } catch (IllegalArgumentException e) {
      throw ApiException.badData("error parsing lookback delta duration: " + e.getMessage());
    }
  }

  private Stats stats(String word) {
    if (word.isEmpty()) {
      return Stats.NONE;
    }
    boolean perStep = context.server().features().contains("promql-per-step-stats");
    return word.equals("all") && perStep ? Stats.PER_STEP : Stats.TOTALS;
  }

  private static Map<String, Map<String, String>> origin(HttpRequest request) {
    String address = request.remoteAddress();
    int colon = address.lastIndexOf(':');
    return Map.of(
        "httpRequest",
        Map.of(
            "clientIP", colon < 0 ? address : address.substring(0, colon),
            "method", request.method(),
            "path", request.path()));
  }

  /** At most ten remarks, and how many more there were. */
  private static List<String> capped(List<String> remarks, String kind) {
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

  private Api.Answer parse(HttpRequest request) {
    Map<String, @Nullable Object> tree = parsed(request, true).tree();
    return Api.Answer.of(json -> PlainJson.write(json, tree));
  }

  private ParsedQuery parsed(HttpRequest request, boolean named) {
    try (Lease<QueryEngine> engine = services.engine().acquire()) {
      return engine.get().parse(Parameters.text(request, "query"));
    } catch (QueryException e) {
      throw named && e.code() == QueryException.Code.BAD_DATA
          ? ApiException.badParameter("query", e.getMessage())
          : e;
    }
  }
}
