package io.pharos.query.promql.conformance;

import io.pharos.model.label.Label;
import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Turns classic histograms of a load into native ones with custom bounds. */
final class ClassicHistograms {
  private static final class Parts {
    final TreeMap<Double, Double> cumulative = new TreeMap<>();
    double sum;
    double count = Double.NaN;
  }

  private ClassicHistograms() {}

  static List<SeriesLine> convert(List<SeriesLine> lines) {
    Map<Labels, NavigableMap<Integer, Parts>> all = new LinkedHashMap<>();
    for (SeriesLine line : lines) {
      String name = line.metricName();
      String le = line.labels().valueOf("le");
      if (name.endsWith("_bucket") && !le.isEmpty()) {
        double bound =
            le.equalsIgnoreCase("+Inf") || le.equalsIgnoreCase("Inf")
                ? Double.POSITIVE_INFINITY
                : Double.parseDouble(le);
        add(all, line, "_bucket", (parts, value) -> parts.cumulative.put(bound, value));
      } else if (name.endsWith("_count")) {
        add(all, line, "_count", (parts, value) -> parts.count = value);
      } else if (name.endsWith("_sum")) {
        add(all, line, "_sum", (parts, value) -> parts.sum = value);
      }
    }
    List<SeriesLine> converted = new ArrayList<>();
    all.forEach(
        (labels, byPlace) -> {
          if (byPlace.values().stream().noneMatch(parts -> parts.cumulative.isEmpty())) {
            List<SeriesLine.Point> points = new ArrayList<>();
            for (int i = 0; i <= byPlace.lastKey(); i++) {
              Parts parts = byPlace.get(i);
              points.add(
                  parts == null ? SeriesLine.Point.NONE : SeriesLine.Point.of(histogram(parts)));
            }
            converted.add(new SeriesLine(labels, false, points));
          }
        });
    return converted;
  }

  private interface Setter {
    void set(Parts parts, double value);
  }

  private static void add(
      Map<Labels, NavigableMap<Integer, Parts>> all,
      SeriesLine line,
      String suffix,
      Setter setter) {
    String name = line.metricName();
    Labels labels =
        line.labels().toBuilder()
            .remove("le")
            .set(Label.NAME, name.substring(0, name.length() - suffix.length()))
            .build();
    NavigableMap<Integer, Parts> places = all.computeIfAbsent(labels, key -> new TreeMap<>());
    for (int i = 0; i < line.points().size(); i++) {
      SeriesLine.Point point = line.points().get(i);
      if (point.present()) {
        setter.set(places.computeIfAbsent(i, key -> new Parts()), point.value());
      }
    }
  }

  private static Histogram histogram(Parts parts) {
    double total =
        Double.isNaN(parts.count) ? parts.cumulative.lastEntry().getValue() : parts.count;
    parts.cumulative.putIfAbsent(Double.POSITIVE_INFINITY, total);
    int size = parts.cumulative.size();
    double[] bounds = new double[size - 1];
    double[] counts = new double[size];
    double before = 0;
    int at = 0;
    for (Map.Entry<Double, Double> bucket : parts.cumulative.entrySet()) {
      if (at < bounds.length) {
        bounds[at] = bucket.getKey();
      }
      counts[at++] = bucket.getValue() - before;
      before = bucket.getValue();
    }
    return Histogram.builder()
        .schema(Histogram.CUSTOM)
        .customBounds(bounds)
        .positive(new int[] {0, size}, counts)
        .count(total)
        .sum(parts.sum)
        .build();
  }
}
