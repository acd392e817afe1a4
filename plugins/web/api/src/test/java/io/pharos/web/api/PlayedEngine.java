package io.pharos.web.api;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.MatchType;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.query.ActiveQuery;
import io.pharos.spi.query.ParsedQuery;
import io.pharos.spi.query.PlanNode;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.storage.Storage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An engine that gives a prepared result, and whose language is names of metrics. */
final class PlayedEngine implements QueryEngine {
  @Nullable QueryResult result;
  @Nullable QueryException failure;
  @Nullable PlanNode plan;
  List<ActiveQuery> active = List.of();
  private @Nullable QueryRequest asked;

  /** What was asked last. */
  QueryRequest lastAsked() {
    if (asked == null) {
      throw new IllegalStateException("nothing was asked");
    }
    return asked;
  }

  @Override
  public QueryResult query(QueryRequest request, Storage storage) {
    asked = request;
    if (failure != null) {
      throw failure;
    }
    if (result == null) {
      throw new IllegalStateException("no result is prepared");
    }
    return result;
  }

  @Override
  public List<LabelMatcher> parseSelector(String selector) {
    if (!selector.matches("[a-z_]*")) {
      throw new QueryException(QueryException.Code.BAD_DATA, "1:1: parse error: no name");
    }
    MatchType type = MatchType.EQUAL;
    return List.of(new LabelMatcher(type, Label.NAME, selector));
  }

  @Override
  public ParsedQuery parse(String query) {
    List<LabelMatcher> selector = parseSelector(query);
    return new ParsedQuery() {
      @Override
      public String text() {
        return query;
      }

      @Override
      public String pretty() {
        return query;
      }

      @Override
      public Map<String, @Nullable Object> tree() {
        return Map.of("type", "vectorSelector");
      }

      @Override
      public List<List<LabelMatcher>> selectors() {
        return List.of(selector);
      }

      @Override
      public QueryResult.Type type() {
        return QueryResult.Type.VECTOR;
      }
    };
  }

  @Override
  public List<ActiveQuery> active() {
    return active;
  }

  @Override
  public PlanNode explain(QueryRequest request) {
    asked = request;
    return plan == null ? QueryEngine.super.explain(request) : plan;
  }

  @Override
  public void close() {}
}
