package io.pharos.ingest.push.family;

import io.pharos.model.sample.MetricType;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Metrics of one name. Immutable.
 *
 * @param type COUNTER, GAUGE, SUMMARY, HISTOGRAM, or UNKNOWN for untyped ones
 */
public record Family(String name, MetricType type, String help, List<Metric> metrics) {
  /** The order of metrics in an exposition: fewer labels first, then by values. */
  public static final Comparator<Metric> ORDER = Family::compare;

  public Family {
    metrics = List.copyOf(metrics);
  }

  /** The same with each metric changed. */
  public Family with(UnaryOperator<Metric> change) {
    return new Family(name, type, help, metrics.stream().map(change).toList());
  }

  /** The type's word in the text format. */
  public static String word(MetricType type) {
    return type == MetricType.UNKNOWN ? "untyped" : type.word();
  }

  /** The type's word in messages and in the API. */
  public static String title(MetricType type) {
    return word(type).toUpperCase(Locale.ROOT);
  }

  private static int compare(Metric a, Metric b) {
    int byCount = Integer.compare(a.labels().size(), b.labels().size());
    if (byCount != 0) {
      return byCount;
    }
    Iterator<String> left = a.labels().values().iterator();
    Iterator<String> right = b.labels().values().iterator();
    while (left.hasNext()) {
      int byValue = left.next().compareTo(right.next());
      if (byValue != 0) {
        return byValue;
      }
    }
    return 0;
  }
}
