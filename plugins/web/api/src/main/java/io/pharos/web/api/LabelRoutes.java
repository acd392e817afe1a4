package io.pharos.web.api;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.LabelOrder;
import io.pharos.model.label.Labels;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.Route;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.storage.LabelList;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import io.pharos.spi.storage.Storage;
import io.pharos.toolkit.http.Api;
import io.pharos.toolkit.http.ApiException;
import io.pharos.toolkit.http.Parameters;
import io.pharos.toolkit.json.JsonWriter;
import io.pharos.toolkit.match.LabelFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Label names, label values and series. Thread-safe. */
final class LabelRoutes {
  private static final String TRUNCATED = "results truncated due to limit";
  static final String NO_MATCHER = "match[] must contain at least one non-empty matcher";

  private final WebApiFactory.Services services;

  LabelRoutes(WebApiFactory.Services services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(
        Route.getOrPost("/api/v1/labels", Api.handler(this::names)),
        Route.get("/api/v1/label/{name}/values", Api.handler(this::values)),
        Route.getOrPost("/api/v1/series", Api.handler(this::series)));
  }

  private Api.Answer names(HttpRequest request) {
    int limit = Parameters.limit(request);
    return list(request, limit, (querier, matchers) -> querier.labelNames(matchers, limit));
  }

  private Api.Answer values(HttpRequest request) {
    String name = EscapedName.unescape(LabelPath.name(request));
    int limit = Parameters.limit(request);
    return list(request, limit, (querier, matchers) -> querier.labelValues(name, matchers, limit));
  }

  /** Asks a querier for names or values. */
  private interface Listing {
    LabelList list(Querier querier, List<LabelMatcher> matchers);
  }

  private Api.Answer list(HttpRequest request, int limit, Listing listing) {
    long start = Parameters.start(request);
    long end = Parameters.end(request);
    List<List<LabelMatcher>> sets = selectors(request, text -> ApiException.badData(text));
    try (Lease<Storage> storage = services.storage().acquire();
        Querier querier = storage.get().querier(Math.min(start, end), Math.max(start, end))) {
      if (sets.size() <= 1) {
        LabelList list = listing.list(querier, sets.isEmpty() ? List.of() : sets.getFirst());
        return answer(list.values(), list.truncated(), list.warnings());
      }
      TreeSet<String> union = new TreeSet<>(LabelOrder::compare);
      Set<String> warnings = new LinkedHashSet<>();
      boolean truncated = false;
      for (List<LabelMatcher> set : sets) {
        LabelList list = listing.list(querier, set);
        union.addAll(list.values());
        truncated |= list.truncated();
        warnings.addAll(list.warnings());
      }
      List<String> values = new ArrayList<>(union);
      if (limit > 0 && values.size() > limit) {
        truncated = true;
        values = values.subList(0, limit);
      }
      return answer(values, truncated, warnings);
    }
  }

  private static Api.Answer answer(
      List<String> values, boolean truncated, Collection<String> warnings) {
    List<String> all = new ArrayList<>(warnings);
    if (truncated) {
      all.add(TRUNCATED);
    }
    return Api.Answer.of(
        json -> {
          json.beginArray();
          for (String value : values) {
            json.string(value);
          }
          json.endArray();
        },
        all);
  }

  private Api.Answer series(HttpRequest request) {
    if (Parameters.all(request, "match[]").isEmpty()) {
      throw ApiException.badData("no match[] parameter provided");
    }
    int limit = Parameters.limit(request);
    long from = Parameters.start(request);
    long to = Parameters.end(request);
    long start = Math.min(from, to); // a range that runs backwards is taken as it is meant
    long end = Math.max(from, to);
    List<List<LabelMatcher>> sets =
        selectors(request, text -> ApiException.badParameter("match[]", text));
    int ask = limit == 0 || limit == Integer.MAX_VALUE ? 0 : limit + 1;
    Collection<Labels> found = sets.size() == 1 ? new ArrayList<>() : new TreeSet<>();
    Set<String> warnings = new LinkedHashSet<>();
    try (Lease<Storage> storage = services.storage().acquire();
        Querier querier = storage.get().querier(start, end)) {
      for (List<LabelMatcher> set : sets) {
        try (SeriesSet selected = querier.select(SelectHints.labels(start, end, ask), set)) {
          int count = 0;
          for (Series one = selected.next();
              one != null && (ask == 0 || count < ask);
              one = selected.next()) {
            found.add(one.labels());
            count++;
          }
          warnings.addAll(selected.warnings());
        }
      }
    }
    if (limit > 0 && found.size() > limit) {
      warnings.add(TRUNCATED);
    }
    return Api.Answer.of(json -> writeSeries(json, found, limit), List.copyOf(warnings));
  }

  private static void writeSeries(JsonWriter json, Collection<Labels> series, int limit)
      throws IOException {
    json.beginArray();
    int count = 0;
    for (Labels labels : series) {
      if (limit > 0 && count++ >= limit) {
        break;
      }
      ResultJson.labels(json, labels);
    }
    json.endArray();
  }

  private List<List<LabelMatcher>> selectors(
      HttpRequest request, Function<String, ApiException> error) {
    List<List<LabelMatcher>> sets = new ArrayList<>();
    List<String> texts = Parameters.all(request, "match[]");
    if (texts.isEmpty()) {
      return sets;
    }
    try (Lease<QueryEngine> engine = services.engine().acquire()) {
      for (String text : texts) {
        sets.add(engine.get().parseSelector(text));
      }
    } catch (QueryException e) {
      throw error.apply(e.getMessage());
    }
    for (List<LabelMatcher> set : sets) {
      if (LabelFilter.of(set).stream().allMatch(LabelFilter::matchesEmpty)) {
        throw error.apply(NO_MATCHER);
      }
    }
    return sets;
  }
}
