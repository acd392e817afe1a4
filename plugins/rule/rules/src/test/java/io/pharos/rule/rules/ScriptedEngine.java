package io.pharos.rule.rules;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.query.ActiveQuery;
import io.pharos.spi.query.ParsedQuery;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.query.ResultSeries;
import io.pharos.spi.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** An engine that answers each text with what the test says. Thread-safe once set up. */
final class ScriptedEngine implements QueryEngine {
  private final Map<String, LongFunction<List<RuleSample>>> answers = new HashMap<>();
  private final List<QueryRequest> requests = new ArrayList<>();

  /** Answers a query by its time. */
  ScriptedEngine answer(String query, LongFunction<List<RuleSample>> answer) {
    answers.put(query, answer);
    return this;
  }

  /** Answers a query with the value of its second after a start; NaN for nothing. */
  ScriptedEngine values(String query, Labels labels, long start, double... values) {
    return answer(
        query,
        time -> {
          int second = (int) Math.floorDiv(time - start, 1000);
          double value = values[Math.clamp(second, 0, values.length - 1)];
          return Double.isNaN(value) ? List.of() : List.of(RuleSample.of(labels, value));
        });
  }

  synchronized List<QueryRequest> requests() {
    return List.copyOf(requests);
  }

  @Override
  public QueryResult query(QueryRequest request, Storage storage) {
    synchronized (this) {
      requests.add(request);
    }
    LongFunction<List<RuleSample>> answer = answers.get(request.query());
    if (answer == null) {
      throw new QueryException(QueryException.Code.EXECUTION, "no answer: " + request.query());
    }
    List<ResultSeries> series = new ArrayList<>();
    for (RuleSample sample : answer.apply(request.start())) {
      @Nullable Histogram[] histograms = {sample.histogram()};
      series.add(
          new ResultSeries(
              sample.labels(),
              new long[] {request.start()},
              new double[] {sample.value()},
              sample.histogram() == null ? null : toArray(histograms),
              1));
    }
    QueryResult.Type type =
        request.query().startsWith("\"") ? QueryResult.Type.STRING : QueryResult.Type.VECTOR;
    return new QueryResult(type, series, "", request.start(), List.of(), List.of(), null);
  }

  @SuppressWarnings("NullAway") // there is one
  private static Histogram[] toArray(@Nullable Histogram[] histograms) {
    return new Histogram[] {histograms[0]};
  }

  @Override
  public List<LabelMatcher> parseSelector(String selector) {
    int equals = selector.indexOf('=');
    return List.of(
        LabelMatcher.equal(
            selector.substring(1, equals), selector.substring(equals + 2, selector.length() - 2)));
  }

  @Override
  public ParsedQuery parse(String query) {
    if (query.contains("sum(") && !query.contains(")")) {
      throw new QueryException(
          QueryException.Code.BAD_DATA, "1:5: parse error: unclosed left parenthesis");
    }
    return new Parsed(query);
  }

  @Override
  public List<ActiveQuery> active() {
    return List.of();
  }

  @Override
  public void close() {}

  private record Parsed(String text) implements ParsedQuery {
    @Override
    public String pretty() {
      return text;
    }

    @Override
    public Map<String, @Nullable Object> tree() {
      return Map.of();
    }

    @Override
    public List<List<LabelMatcher>> selectors() {
      return List.of();
    }

    @Override
    public QueryResult.Type type() {
      return QueryResult.Type.VECTOR;
    }
  }
}
