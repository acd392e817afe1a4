package io.pharos.query.promql.aggregate;

import io.pharos.query.promql.annotation.Annotations;
import io.pharos.query.promql.lexer.Span;

/**
 * What the states of one aggregation share. Immutable.
 *
 * @param word the aggregation's name
 * @param steps how many
 * @param input where its input stands
 * @param parameters the values of its parameter at all steps, empty without one
 */
@SuppressWarnings("ArrayRecordComponent") // shared by the states, never changed
public record AggregateContext(
    String word, int steps, Annotations annotations, Span input, double[] parameters) {
  void warnMixed() {
    annotations.warn("encountered a mix of histograms and floats for aggregation", input);
  }

  void warnMixedSchemas() {
    annotations.warn(
        "vector contains a mix of histograms with exponential and custom buckets schemas", input);
  }

  void histogramIgnored() {
    annotations.info("ignored histogram in " + word + " aggregation", input);
  }
}
