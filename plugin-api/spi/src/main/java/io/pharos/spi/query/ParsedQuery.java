package io.pharos.spi.query;

import io.pharos.model.label.LabelMatcher;
import io.pharos.spi.Experimental;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query that was read. Immutable. */
@Experimental(since = "0.1")
public interface ParsedQuery {
  /** The one-line form by which rules and logs name it. */
  String text();

  /** The pretty form, broken into lines where it is long. */
  String pretty();

  /** The syntax tree of the HTTP API: maps, lists, strings, numbers, booleans and nulls. */
  Map<String, @Nullable Object> tree();

  /** The matchers of every selector, in the order of the text. */
  List<List<LabelMatcher>> selectors();

  /** What a value of it is. */
  QueryResult.Type type();
}
