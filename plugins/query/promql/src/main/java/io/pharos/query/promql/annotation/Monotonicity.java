package io.pharos.query.promql.annotation;

import io.pharos.query.promql.format.GoNumber;
import io.pharos.query.promql.lexer.GoText;
import io.pharos.query.promql.lexer.Span;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How far classic buckets had to be raised, over all samples that it happened to. Immutable. */
record Monotonicity(
    Span place, double from, double to, double difference, long samples, long first, long last) {
  Monotonicity with(Monotonicity other) {
    return new Monotonicity(
        place,
        Math.min(from, other.from),
        Math.max(to, other.to),
        Math.max(difference, other.difference),
        samples + other.samples,
        Math.min(first, other.first),
        Math.max(last, other.last));
  }

  String line(String metric, String text) {
    return "PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see"
        + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)"
        + (metric.isEmpty() ? "" : " for metric name " + GoText.quote(metric))
        + ", from buckets "
        + GoNumber.general(from)
        + " to "
        + GoNumber.general(to)
        + ", with a max diff of "
        + GoNumber.general(difference, 2)
        + ", over "
        + samples
        + " samples from "
        + time(first)
        + " to "
        + time(last)
        + " ("
        + place.position(text)
        + ")";
  }

  private static String time(long millis) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        Instant.ofEpochSecond(Math.floorDiv(millis, 1000)).atOffset(ZoneOffset.UTC));
  }
}
