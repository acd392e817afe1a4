package io.pharos.query.promql.conformance;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Histograms as scripts write them: {@code schema:0 sum:5 count:4 buckets:[1 2 1]}. */
final class HistogramText {
  private static final Pattern FIELD = Pattern.compile("([a-z_]+):\\s*(\\[[^\\]]*\\]|[^\\s\\[]+)");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private HistogramText() {}

  static Histogram parse(String text) {
    Histogram.Builder builder = Histogram.builder();
    double threshold = 0;
    double zero = 0;
    int offset = 0;
    int negativeOffset = 0;
    double[] positive = {};
    double[] negative = {};
    Matcher fields = FIELD.matcher(text);
    int end = 0;
    while (fields.find()) {
      if (!text.substring(end, fields.start()).isBlank()) {
        throw new IllegalArgumentException("no histogram: " + text);
      }
      end = fields.end();
      String value = fields.group(2);
      switch (fields.group(1)) {
        case "schema" -> builder.schema(Integer.parseInt(value));
        case "sum" -> builder.sum(number(value));
        case "count" -> builder.count(number(value));
        case "z_bucket" -> zero = number(value);
        case "z_bucket_w" -> threshold = number(value);
        case "offset" -> offset = Integer.parseInt(value);
        case "n_offset" -> negativeOffset = Integer.parseInt(value);
        case "buckets" -> positive = numbers(value);
        case "n_buckets" -> negative = numbers(value);
        case "custom_values" -> builder.customBounds(numbers(value));
        case "counter_reset_hint" -> builder.resetHint(hint(value));
        default ->
            throw new IllegalArgumentException("unknown part of a histogram: " + fields.group(1));
      }
    }
    if (!text.substring(end).isBlank()) {
      throw new IllegalArgumentException("no histogram: " + text);
    }
    return builder
        .zero(threshold, zero)
        .positive(spans(offset, positive), positive)
        .negative(spans(negativeOffset, negative), negative)
        .build();
  }

  private static int[] spans(int offset, double[] counts) {
    return counts.length == 0 ? new int[0] : new int[] {offset, counts.length};
  }

  private static ResetHint hint(String word) {
    return switch (word) {
      case "reset" -> ResetHint.RESET;
      case "not_reset" -> ResetHint.NOT_RESET;
      case "gauge" -> ResetHint.GAUGE;
      case "unknown" -> ResetHint.UNKNOWN;
      default -> throw new IllegalArgumentException("unknown hint: " + word);
    };
  }

  private static double number(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> Double.parseDouble(text);
    };
  }

  private static double[] numbers(String list) {
    String inner = list.substring(1, list.length() - 1).strip();
    if (inner.isEmpty()) {
      return new double[0];
    }
    return BLANKS.splitAsStream(inner).mapToDouble(HistogramText::number).toArray();
  }

  /** Whether two say the same, numbers within the tolerance; a stated hint must be there. */
  static boolean matches(Histogram expected, Histogram actual) {
    return expected.schema() == actual.schema()
        && Values.almostEqual(expected.count(), actual.count())
        && Values.almostEqual(expected.sum(), actual.sum())
        && expected.zeroThreshold() == actual.zeroThreshold()
        && Values.almostEqual(expected.zeroCount(), actual.zeroCount())
        && Arrays.equals(expected.customBounds(), actual.customBounds())
        && (expected.resetHint() == ResetHint.UNKNOWN || expected.resetHint() == actual.resetHint())
        && same(
            buckets(expected.positiveSpans(), expected.positive()),
            buckets(actual.positiveSpans(), actual.positive()))
        && same(
            buckets(expected.negativeSpans(), expected.negative()),
            buckets(actual.negativeSpans(), actual.negative()));
  }

  private static boolean same(Map<Integer, Double> a, Map<Integer, Double> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream()
            .allMatch(e -> Values.almostEqual(e.getValue(), b.getOrDefault(e.getKey(), 0.0)));
  }

  private static Map<Integer, Double> buckets(int[] spans, double[] counts) {
    Map<Integer, Double> buckets = new TreeMap<>();
    int index = 0;
    int at = 0;
    for (int span = 0; span < spans.length; span += 2) {
      index += spans[span];
      for (int i = 0; i < spans[span + 1]; i++) {
        if (counts[at] != 0) {
          buckets.put(index, counts[at]);
        }
        index++;
        at++;
      }
    }
    return buckets;
  }
}
