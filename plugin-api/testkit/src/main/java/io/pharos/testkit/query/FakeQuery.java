package io.pharos.testkit.query;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.query.ActiveQuery;
import io.pharos.spi.query.ParsedQuery;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryEngineFactory;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Answers texts with what the test has prepared, and knows no language: a text without an answer is
 * bad data, a selector is a metric's name. Thread-safe.
 */
public final class FakeQuery implements QueryEngineFactory<FakeQuery.Config>, QueryEngine {
  private final Map<String, QueryResult> answers = new ConcurrentHashMap<>();
  private final List<QueryRequest> asked = new CopyOnWriteArrayList<>();

  /** Settings: there are none. */
  public record Config() {}

  /** Prepares the answer to a text. */
  public FakeQuery answer(String query, QueryResult result) {
    answers.put(query, result);
    return this;
  }

  /** What was asked, oldest first. */
  public List<QueryRequest> asked() {
    return List.copyOf(asked);
  }

  @Override
  public String type() {
    return "fake";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public QueryEngine create(Config config, Context context) {
    return this;
  }

  @Override
  public QueryResult query(QueryRequest request, Storage storage) {
    asked.add(request);
    QueryResult answer = answers.get(request.query());
    if (answer == null) {
      throw unknown(request.query());
    }
    return answer;
  }

  private static QueryException unknown(String query) {
    return new QueryException(
        QueryException.Code.BAD_DATA, "1:1: parse error: no answer is prepared for " + query);
  }

  @Override
  public List<LabelMatcher> parseSelector(String selector) {
    if (!selector.matches("[a-zA-Z_:][a-zA-Z0-9_:]*")) {
      throw unknown(selector);
    }
    return List.of(LabelMatcher.equal(Label.NAME, selector));
  }

  @Override
  public ParsedQuery parse(String query) {
    QueryResult answer = answers.get(query);
    if (answer == null) {
      throw unknown(query);
    }
    return new Parsed(query, answer.type());
  }

  @Override
  public List<ActiveQuery> active() {
    return List.of();
  }

  @Override
  public void close() {}

  /** A text that is taken as it is. Immutable. */
  private record Parsed(String text, QueryResult.Type type) implements ParsedQuery {
    @Override
    public String pretty() {
      return text;
    }

    @Override
    public Map<String, @Nullable Object> tree() {
      return Map.of("type", "fake");
    }

    @Override
    public List<List<LabelMatcher>> selectors() {
      return List.of();
    }
  }
}
