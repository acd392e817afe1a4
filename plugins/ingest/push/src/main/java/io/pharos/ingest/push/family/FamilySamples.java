package io.pharos.ingest.push.family;

import io.pharos.spi.exporter.MetricSink;
import io.pharos.toolkit.exposition.write.FloatText;
import java.util.List;
import java.util.SortedMap;

/** Takes families apart into samples, names escaped to what every scraper reads. */
public final class FamilySamples {
  private FamilySamples() {}

  /** Hands a family and its samples to a sink, in the order of expositions. */
  public static void write(Family family, MetricSink sink) {
    sink.family(escaped(family.name(), true), family.type(), family.help(), "");
    writeSamples(family, sink);
  }

  /** Hands the samples alone to a sink, in the order of expositions. */
  public static void writeSamples(Family family, MetricSink sink) {
    for (Metric metric : family.metrics().stream().sorted(Family.ORDER).toList()) {
      switch (metric) {
        case Metric.Single single -> sink.sample("", single.value(), labels(single.labels()));
        case Metric.Summary summary -> write(summary, sink);
        case Metric.Buckets buckets -> write(buckets, sink);
      }
    }
  }

  private static void write(Metric.Summary summary, MetricSink sink) {
    for (Metric.Point point : summary.quantiles()) {
      String quantile = FloatText.of(point.at());
      sink.sample("", point.value(), labels(summary.labels(), "quantile", quantile));
    }
    sink.sample("_sum", summary.sum(), labels(summary.labels()));
    sink.sample("_count", (double) summary.count(), labels(summary.labels()));
  }

  private static void write(Metric.Buckets buckets, MetricSink sink) {
    boolean infinite = false;
    for (Metric.Point point : buckets.buckets()) {
      String bound = FloatText.of(point.at());
      sink.sample("_bucket", point.value(), labels(buckets.labels(), "le", bound));
      infinite |= point.at() == Double.POSITIVE_INFINITY;
    }
    if (!infinite) {
      sink.sample("_bucket", (double) buckets.count(), labels(buckets.labels(), "le", "+Inf"));
    }
    sink.sample("_sum", buckets.sum(), labels(buckets.labels()));
    sink.sample("_count", (double) buckets.count(), labels(buckets.labels()));
  }

  private static String[] labels(SortedMap<String, String> labels, String... last) {
    String[] pairs = new String[2 * labels.size() + last.length];
    int at = 0;
    for (var label : labels.entrySet()) {
      pairs[at++] = escaped(label.getKey(), false);
      pairs[at++] = label.getValue();
    }
    for (String each : List.of(last)) {
      pairs[at++] = each;
    }
    return pairs;
  }

  /** A name in which an underscore stands for each character that the text format refuses. */
  static String escaped(String name, boolean metric) {
    StringBuilder out = null;
    for (int i = 0; i < name.length(); ) {
      int point = name.codePointAt(i);
      boolean legal =
          (point >= 'a' && point <= 'z')
              || (point >= 'A' && point <= 'Z')
              || point == '_'
              || (metric && point == ':')
              || (i > 0 && point >= '0' && point <= '9');
      if (!legal && out == null) {
        out = new StringBuilder(name.substring(0, i));
      }
      if (out != null) {
        out.appendCodePoint(legal ? point : '_');
      }
      i += Character.charCount(point);
    }
    return name.isEmpty() ? "_" : out == null ? name : out.toString();
  }
}
