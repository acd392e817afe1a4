package io.pharos.ingest.push.family;

import io.pharos.model.sample.MetricType;
import io.pharos.toolkit.exposition.GoQuote;
import io.pharos.toolkit.exposition.write.FloatText;
import java.util.Locale;

/** A metric in messages, as the original prints its protobuf. */
public final class MetricText {
  private MetricText() {}

  /** The metric between braces. */
  public static String of(Metric metric, MetricType type) {
    StringBuilder out = new StringBuilder("{ ");
    metric
        .labels()
        .forEach(
            (name, value) -> {
              out.append("label:{name:").append(GoQuote.quote(name));
              out.append(" value:").append(GoQuote.quote(value)).append("} ");
            });
    out.append(Family.word(type)).append(":{");
    switch (metric) {
      case Metric.Single single -> out.append("value:").append(number(single.value()));
      case Metric.Summary summary -> {
        out.append("sample_count:").append(summary.count());
        out.append(" sample_sum:").append(number(summary.sum()));
        for (Metric.Point point : summary.quantiles()) {
          out.append(" quantile:{quantile:").append(number(point.at()));
          out.append(" value:").append(number(point.value())).append('}');
        }
      }
      case Metric.Buckets buckets -> {
        out.append("sample_count:").append(buckets.count());
        out.append(" sample_sum:").append(number(buckets.sum()));
        for (Metric.Point point : buckets.buckets()) {
          out.append(" bucket:{cumulative_count:").append((long) point.value());
          out.append(" upper_bound:").append(number(point.at())).append('}');
        }
      }
    }
    return out.append("}}").toString();
  }

  private static String number(double value) {
    return Double.isFinite(value)
        ? FloatText.of(value)
        : FloatText.of(value).toLowerCase(Locale.ROOT).replace("+", "");
  }
}
