package io.pharos.spi.query;

import io.pharos.model.label.LabelMatcher;
import io.pharos.spi.Experimental;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.storage.Storage;
import java.util.List;

/**
 * Answers queries over a storage. Thread-safe; called from many threads. Everything that reads text
 * throws a {@code QueryException} of code BAD_DATA with the position and the reason.
 */
@Experimental(since = "0.1")
public interface QueryEngine extends AutoCloseable {
  /** Starts threads and files, if it has any. */
  default void start() {}

  /**
   * Evaluates a query; returns when it is done, has failed, timed out, or was cancelled by an
   * interrupt of the calling thread.
   *
   * @throws io.pharos.spi.error.QueryException with the API's error type as its code
   */
  QueryResult query(QueryRequest request, Storage storage);

  /** The matchers of a plain selector such as {@code up{job="x"}}, the metric name among them. */
  List<LabelMatcher> parseSelector(String selector);

  /** What the text means, without evaluating it. */
  ParsedQuery parse(String query);

  /**
   * How a query would be computed, without computing it; its cost comes with the statistics of
   * {@link QueryRequest.Stats#ANALYZE}.
   */
  default PlanNode explain(QueryRequest request) {
    throw new QueryException(
        QueryException.Code.UNAVAILABLE, "the query engine does not explain its plans");
  }

  /** Running queries, and a way to end one: see {@link ActiveQuery}. */
  List<ActiveQuery> active();

  @Override
  void close();
}
