package io.pharos.web.api;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.LabelOrder;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.http.HttpHandler;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.http.Route;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.storage.LabelList;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.Storage;
import io.pharos.toolkit.exposition.GoQuote;
import io.pharos.toolkit.http.Api;
import io.pharos.toolkit.http.ApiError;
import io.pharos.toolkit.http.ApiException;
import io.pharos.toolkit.http.Parameters;
import io.pharos.toolkit.json.JsonWriter;
import io.pharos.toolkit.match.LabelFilter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Searching for names of metrics and labels, and for values, in batches. Thread-safe. */
final class SearchRoutes {
  private static final String FEATURE = "search-api";
  private static final int MAX_TERMS = 32;
  private static final int DEFAULT_LIMIT = 100;
  private static final long HOUR = 3_600_000;

  private final Context context;
  private final WebApiFactory.Services services;
  private final int maxLimit;

  SearchRoutes(Context context, WebApiFactory.Services services, int maxLimit) {
    this.context = context;
    this.services = services;
    this.maxLimit = maxLimit;
  }

  List<Route> routes() {
    return List.of(
        route("metric_names", Kind.METRIC_NAMES),
        route("label_names", Kind.LABEL_NAMES),
        route("label_values", Kind.LABEL_VALUES));
  }

  private Route route(String name, Kind kind) {
    return Route.getOrPost("/api/v1/search/" + name, handler(kind));
  }

  /** What is searched. */
  private enum Kind {
    METRIC_NAMES("metric_names", "name"),
    LABEL_NAMES("label_names", "name"),
    LABEL_VALUES("label_values", "value");

    private final String word;
    private final String member;

    Kind(String word, String member) {
      this.word = word;
      this.member = member;
    }
  }

  private record Found(String name, double score) {}

  /** What a client wants. Immutable. */
  private record Search(
      SearchTerms terms,
      String label,
      List<List<LabelMatcher>> selectors,
      long start,
      long end,
      int limit,
      int batch,
      String sortBy,
      boolean descending,
      boolean scores) {}

  /** Answers lines; what is wrong with the request is answered in the API's envelope. */
  private HttpHandler handler(Kind kind) {
    return (request, response) -> {
      response.header("Vary", "Origin");
      Search search;
      List<Found> found;
      try {
        search = read(request, kind);
        found = find(search, kind);
      } catch (ApiException e) {
        Api.error(response, e.type(), e.text());
        return;
      } catch (QueryException e) {
        Api.error(response, Api.type(e), e.getMessage());
        return;
      } catch (StorageException e) {
        Api.error(response, ApiError.INTERNAL, e.getMessage());
        return;
      }
      write(response, search, kind, found);
    };
  }

  private Search read(HttpRequest request, Kind kind) {
    if (!context.server().features().contains(FEATURE)) {
      throw new ApiException(ApiError.UNAVAILABLE, "search API disabled");
    }
    String label = kind == Kind.METRIC_NAMES ? Label.NAME : Parameters.text(request, "label");
    if (label.isEmpty() && kind == Kind.LABEL_VALUES) {
      throw ApiException.badData("missing required parameter \"label\"");
    }
    SearchTerms terms = terms(request);
    long now = context.clock().millis();
    Parameters.Moment from = Parameters.time(request, "start");
    Parameters.Moment to = Parameters.time(request, "end");
    long start = from == null ? now - HOUR : from.millis();
    long end = to == null ? now : to.millis();
    if (end < start) {
      throw ApiException.badData("end timestamp must not be before start timestamp");
    }
    String sortBy = sortBy(request, kind, terms);
    return new Search(
        terms,
        label,
        selectors(request),
        start,
        end,
        limit(request),
        positive(request, "batch_size", DEFAULT_LIMIT),
        sortBy,
        Parameters.text(request, "sort_dir").equals("dsc"),
        bool(request, "include_score", false));
  }

  private static SearchTerms terms(HttpRequest request) {
    List<String> terms = Parameters.all(request, "search[]");
    if (terms.size() > MAX_TERMS) {
      throw ApiException.badData(
          "too many search[] terms: got " + terms.size() + ", maximum is " + MAX_TERMS);
    }
    String thresholdText = Parameters.text(request, "fuzz_threshold");
    Long threshold = thresholdText.isEmpty() ? Long.valueOf(0) : Parameters.integer(thresholdText);
    if (threshold == null || threshold < 0 || threshold > 100) {
      throw invalid("fuzz_threshold", thresholdText, "must be 0-100");
    }
    String word = Parameters.text(request, "fuzz_alg");
    SearchTerms.Algorithm algorithm = word.isEmpty() ? SearchTerms.Algorithm.SUBSEQUENCE : null;
    for (SearchTerms.Algorithm known : SearchTerms.Algorithm.values()) {
      algorithm = known.word().equals(word) ? known : algorithm;
    }
    if (algorithm == null) {
      throw ApiException.badData(
          "unsupported fuzz_alg "
              + GoQuote.quote(word)
              + ": must be one of [subsequence jarowinkler]");
    }
    boolean caseMatters = bool(request, "case_sensitive", true);
    return new SearchTerms(List.copyOf(terms), algorithm, threshold / 100.0, caseMatters);
  }

  private static String sortBy(HttpRequest request, Kind kind, SearchTerms terms) {
    String sortBy = Parameters.text(request, "sort_by");
    String direction = Parameters.text(request, "sort_dir");
    if (!List.of("", "alpha", "score").contains(sortBy)) {
      throw ApiException.badData(
          "invalid sort_by "
              + GoQuote.quote(sortBy)
              + " for "
              + kind.word
              + ": must be \"alpha\" or \"score\"");
    }
    if (!List.of("", "asc", "dsc").contains(direction)) {
      throw invalid("sort_dir", direction, "must be \"asc\" or \"dsc\"");
    }
    if (sortBy.isEmpty() && !direction.isEmpty()) {
      throw ApiException.badData("sort_dir is only valid when sort_by is set");
    }
    if (sortBy.equals("score") && terms.terms().isEmpty()) {
      throw ApiException.badData("sort_by=score requires search[] to be set");
    }
    if (sortBy.equals("score") && !direction.isEmpty()) {
      throw ApiException.badData("sort_dir is not supported for sort_by=score");
    }
    return sortBy;
  }

  private int limit(HttpRequest request) {
    int limit = positive(request, "limit", Math.min(DEFAULT_LIMIT, maxLimit));
    if (limit > maxLimit) {
      throw ApiException.badData(
          "limit "
              + limit
              + " exceeds the configured maximum ("
              + maxLimit
              + ", see --web.search.max-limit)");
    }
    return limit;
  }

  private static int positive(HttpRequest request, String name, int otherwise) {
    String text = Parameters.text(request, name);
    if (text.isEmpty()) {
      return otherwise;
    }
    Long value = Parameters.integer(text);
    if (value == null || value < 1) {
      throw invalid(name, text, "must be a positive integer");
    }
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  private static boolean bool(HttpRequest request, String name, boolean otherwise) {
    String text = Parameters.text(request, name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return Parameters.bool(request, name);
    } catch (ApiException e) {
      throw invalid(name, text, "must be boolean");
    }
  }

  private static ApiException invalid(String name, String value, String reason) {
    return ApiException.badData("invalid " + name + " " + GoQuote.quote(value) + ": " + reason);
  }

  private List<List<LabelMatcher>> selectors(HttpRequest request) {
    List<List<LabelMatcher>> sets = new ArrayList<>();
    List<String> texts = Parameters.all(request, "match[]");
    if (texts.isEmpty()) {
      sets.add(List.of());
      return sets;
    }
    try (Lease<QueryEngine> engine = services.engine().acquire()) {
      for (String text : texts) {
        List<LabelMatcher> set = engine.get().parseSelector(text);
        if (LabelFilter.of(set).stream().allMatch(LabelFilter::matchesEmpty)) {
          throw ApiException.badData(LabelRoutes.NO_MATCHER);
        }
        sets.add(set);
      }
    }
    return sets;
  }

  /** What fits, in the order that is wanted; one more than the limit shows that there is more. */
  private List<Found> find(Search search, Kind kind) {
    Set<String> names = new LinkedHashSet<>();
    try (Lease<Storage> storage = services.storage().acquire();
        Querier querier = storage.get().querier(search.start(), search.end())) {
      for (List<LabelMatcher> set : search.selectors()) {
        LabelList list =
            kind == Kind.LABEL_NAMES
                ? querier.labelNames(set, 0)
                : querier.labelValues(search.label(), set, 0);
        names.addAll(list.values());
      }
    }
    List<Found> found = new ArrayList<>();
    for (String name : names) {
      double score = search.terms().score(name);
      if (score >= 0) {
        found.add(new Found(name, score));
      }
    }
    Comparator<Found> byName = Comparator.comparing(Found::name, LabelOrder::compare);
    if (search.sortBy().equals("score")) {
      found.sort(Comparator.comparingDouble(Found::score).reversed().thenComparing(byName));
    } else if (!search.sortBy().isEmpty()) {
      found.sort(search.descending() ? byName.reversed() : byName);
    }
    return found;
  }

  private static void write(HttpResponse response, Search search, Kind kind, List<Found> found)
      throws IOException {
    response.header("Content-Type", "application/x-ndjson; charset=utf-8");
    OutputStream out = response.body();
    int count = Math.min(search.limit(), found.size());
    int from = 0;
    do {
      int to = Math.min(count, from + search.batch());
      JsonWriter json = new JsonWriter(out);
      json.beginObject().name("results").beginArray();
      for (Found one : found.subList(from, to)) {
        json.beginObject().name(kind.member).string(one.name());
        if (search.scores()) {
          json.name("score").number(one.score());
        }
        json.endObject();
      }
      json.endArray().endObject().flush();
      out.write('\n');
      from = to;
    } while (from < count);
    JsonWriter trailer = new JsonWriter(out);
    trailer.beginObject().name("status").string("success");
    trailer.name("has_more").bool(found.size() > count).endObject().flush();
    out.write('\n');
  }
}
