package io.pharos.ingest.push.text;

import io.pharos.ingest.push.family.Family;
import io.pharos.ingest.push.family.Metric;
import io.pharos.model.sample.MetricType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A family while its lines are read. Confined to one thread. */
final class OpenFamily {
  /** What a line of a summary or histogram says. */
  enum Part {
    VALUE,
    SUM,
    COUNT,
    BUCKET
  }

  final String name;
  @Nullable String help;
  @Nullable MetricType type;

  private final List<OpenMetric> singles = new ArrayList<>();
  private final Map<SortedMap<String, String>, OpenMetric> grouped = new LinkedHashMap<>();

  OpenFamily(String name) {
    this.name = name;
  }

  boolean isGrouped() {
    return type == MetricType.SUMMARY || type == MetricType.HISTOGRAM;
  }

  /** The metric of these labels: in a summary or histogram an older one, otherwise a new one. */
  OpenMetric metric(SortedMap<String, String> labels) {
    if (isGrouped()) {
      return grouped.computeIfAbsent(labels, OpenMetric::new);
    }
    OpenMetric metric = new OpenMetric(labels);
    singles.add(metric);
    return metric;
  }

  boolean isEmpty() {
    return singles.isEmpty() && grouped.isEmpty();
  }

  Family close() {
    MetricType closed = type == null ? MetricType.UNKNOWN : type;
    List<Metric> metrics = new ArrayList<>();
    for (OpenMetric metric : isGrouped() ? List.copyOf(grouped.values()) : singles) {
      metrics.add(metric.close(closed));
    }
    return new Family(name, closed, help == null ? "" : help, metrics);
  }

  /** A metric while its lines are read. Confined to one thread. */
  static final class OpenMetric {
    private final SortedMap<String, String> labels;
    private final List<Metric.Point> points = new ArrayList<>();
    private double value;
    private double sum;
    private long count;
    private boolean timestamp;

    OpenMetric(SortedMap<String, String> labels) {
      this.labels = new TreeMap<>(labels);
    }

    void timestamp() {
      timestamp = true;
    }

    void take(Part part, double at, double number, MetricType type) {
      switch (part) {
        case SUM -> sum = number;
        case COUNT -> count = (long) number;
        case BUCKET, VALUE -> {
          if (type == MetricType.SUMMARY) {
            if (!Double.isNaN(at)) {
              points.add(new Metric.Point(at, number));
            }
          } else if (type == MetricType.HISTOGRAM) {
            if (part == Part.BUCKET && !Double.isNaN(at)) {
              points.add(new Metric.Point(at, (double) (long) number));
            }
          } else {
            value = number;
          }
        }
      }
    }

    private Metric close(MetricType type) {
      return switch (type) {
        case SUMMARY -> new Metric.Summary(labels, count, sum, points, timestamp);
        case HISTOGRAM -> new Metric.Buckets(labels, count, sum, points, timestamp);
        default -> new Metric.Single(labels, value, timestamp);
      };
    }
  }
}
