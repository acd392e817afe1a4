package io.pharos.spi.query;

import static java.util.Objects.requireNonNull;

import io.pharos.spi.Experimental;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a query. Immutable; the columns of its series are not to be changed.
 *
 * @param series for VECTOR one point each, for MATRIX one or more, for SCALAR one series without
 *     labels and with one point; empty for STRING
 * @param string the value of a STRING, else ""
 * @param time the evaluation time of an instant query in epoch milliseconds
 * @param warnings what may make the answer wrong, each a line with its position
 * @param infos what the author of the query may want to know
 * @param stats null unless asked for
 */
@Experimental(since = "0.1")
public record QueryResult(
    Type type,
    List<ResultSeries> series,
    String string,
    long time,
    List<String> warnings,
    List<String> infos,
    @Nullable QueryStats stats) {
  public QueryResult {
    requireNonNull(type, "type");
    series = List.copyOf(series);
    requireNonNull(string, "string");
    warnings = List.copyOf(warnings);
    infos = List.copyOf(infos);
  }

  /** What a result is. */
  public enum Type {
    VECTOR("vector"),
    MATRIX("matrix"),
    SCALAR("scalar"),
    STRING("string");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /** The word of the HTTP API. */
    public String word() {
      return word;
    }
  }
}
