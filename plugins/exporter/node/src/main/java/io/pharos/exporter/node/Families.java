package io.pharos.exporter.node;

import io.pharos.model.sample.MetricType;
import io.pharos.spi.exporter.MetricSink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Samples by family, for collectors go through devices and not through families. Confined to one
 * thread.
 */
final class Families {
  private final Map<String, Family> families = new TreeMap<>();

  /** Adds a sample of a counter; labels are names and values in turn, names ascending. */
  void counter(String name, String help, double value, String... labels) {
    add(name, MetricType.COUNTER, help, value, labels);
  }

  /** Adds a sample of a gauge; labels are names and values in turn, names ascending. */
  void gauge(String name, String help, double value, String... labels) {
    add(name, MetricType.GAUGE, help, value, labels);
  }

  /** Adds a sample without a type. */
  void untyped(String name, String help, double value, String... labels) {
    add(name, MetricType.UNKNOWN, help, value, labels);
  }

  private void add(String name, MetricType type, String help, double value, String... labels) {
    families
        .computeIfAbsent(name, key -> new Family(type, help, new ArrayList<>()))
        .samples()
        .add(new Sample(value, labels));
  }

  /** Hands everything over, or only the families of some names unless these are none. */
  void writeTo(MetricSink sink, Collection<String> names) {
    families.forEach(
        (name, family) -> {
          if (names.isEmpty() || names.contains(name)) {
            sink.family(name, family.type(), family.help(), "");
            family.samples().forEach(sample -> sink.sample("", sample.value(), sample.labels()));
          }
        });
  }

  private record Family(MetricType type, String help, List<Sample> samples) {}

  @SuppressWarnings("ArrayRecordComponent") // handed on as the sink takes them, never compared
  private record Sample(double value, String[] labels) {}
}
