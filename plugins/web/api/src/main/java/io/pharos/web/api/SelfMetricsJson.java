package io.pharos.web.api;

import io.pharos.model.sample.MetricType;
import io.pharos.spi.runtime.MetricFamilies.MetricFamily;
import io.pharos.spi.runtime.MetricFamilies.MetricSample;
import io.pharos.toolkit.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes own metrics as JSON: a family's metrics, each with its labels and its values together. */
final class SelfMetricsJson {
  private SelfMetricsJson() {}

  static void write(JsonWriter json, List<MetricFamily> families) throws IOException {
    json.beginArray();
    for (MetricFamily family : families) {
      json.beginObject();
      json.name("name").string(family.name());
      json.name("help").string(family.help());
      json.name("type").string(type(family.type()));
      json.name("metric").beginArray();
      for (Map.Entry<List<String>, List<MetricSample>> metric : metrics(family).entrySet()) {
        metric(json, family.type(), metric.getKey(), metric.getValue());
      }
      json.endArray().endObject();
    }
    json.endArray();
  }

  private static String type(MetricType type) {
    return switch (type) {
      case COUNTER, GAUGE, HISTOGRAM, SUMMARY -> type.name();
      default -> "UNTYPED";
    };
  }

  /** Samples by the labels of their metric, those of buckets and quantiles apart. */
  private static Map<List<String>, List<MetricSample>> metrics(MetricFamily family) {
    Map<List<String>, List<MetricSample>> metrics = new LinkedHashMap<>();
    for (MetricSample sample : family.samples()) {
      List<String> labels = new ArrayList<>();
      for (int i = 0; i < sample.labels().size(); i += 2) {
        if (!isPart(family.type(), sample.labels().get(i))) {
          labels.addAll(sample.labels().subList(i, i + 2));
        }
      }
      metrics.computeIfAbsent(labels, _ -> new ArrayList<>()).add(sample);
    }
    return metrics;
  }

  private static boolean isPart(MetricType type, String label) {
    return (type == MetricType.HISTOGRAM && label.equals("le"))
        || (type == MetricType.SUMMARY && label.equals("quantile"));
  }

  private static void metric(
      JsonWriter json, MetricType type, List<String> labels, List<MetricSample> samples)
      throws IOException {
    json.beginObject();
    if (!labels.isEmpty()) {
      json.name("label").beginArray();
      for (int i = 0; i < labels.size(); i += 2) {
        json.beginObject().name("name").string(labels.get(i));
        json.name("value").string(labels.get(i + 1)).endObject();
      }
      json.endArray();
    }
    switch (type) {
      case COUNTER -> single(json, "counter", samples);
      case GAUGE -> single(json, "gauge", samples);
      case HISTOGRAM -> compound(json, "histogram", "bucket", "upper_bound", samples);
      case SUMMARY -> compound(json, "summary", "quantile", "quantile", samples);
      default -> single(json, "untyped", samples);
    }
    json.endObject();
  }

  private static void single(JsonWriter json, String name, List<MetricSample> samples)
      throws IOException {
    json.name(name).beginObject().name("value");
    number(json, samples.getFirst().value());
    json.endObject();
  }

  private static void compound(
      JsonWriter json, String name, String parts, String key, List<MetricSample> samples)
      throws IOException {
    json.name(name).beginObject();
    for (MetricSample sample : samples) {
      if (sample.suffix().equals("_count")) {
        json.name("sample_count").number((long) sample.value());
      } else if (sample.suffix().equals("_sum")) {
        json.name("sample_sum");
        number(json, sample.value());
      }
    }
    json.name(parts).beginArray();
    for (MetricSample sample : samples) {
      if (sample.suffix().equals("_count") || sample.suffix().equals("_sum")) {
        continue;
      }
      String bound = sample.labels().getLast();
      json.beginObject();
      json.name(parts.equals("bucket") ? "cumulative_count" : "value");
      number(json, sample.value());
      json.name(key);
      number(json, bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound));
      json.endObject();
    }
    json.endArray().endObject();
  }

  private static void number(JsonWriter json, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.number(value);
    } else {
      json.sampleValue(value);
    }
  }
}
