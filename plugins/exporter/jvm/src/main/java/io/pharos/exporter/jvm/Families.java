package io.pharos.exporter.jvm;

import io.pharos.model.sample.MetricType;
import io.pharos.spi.exporter.MetricSink;
import java.util.List;

/** Hands families on, or only those of some names unless these are none. Confined to one thread. */
final class Families {
  private final MetricSink sink;
  private final List<String> names;
  private boolean shown;

  Families(MetricSink sink, List<String> names) {
    this.sink = sink;
    this.names = names;
  }

  /** Begins a family. */
  void family(String name, MetricType type, String help) {
    shown = names.isEmpty() || names.contains(name);
    if (shown) {
      sink.family(name, type, help, "");
    }
  }

  /** A sample of the family. */
  void sample(double value, String... labels) {
    part("", value, labels);
  }

  /** A sample whose name has a suffix. */
  void part(String suffix, double value, String... labels) {
    if (shown) {
      sink.sample(suffix, value, labels);
    }
  }

  /** A family of one gauge without labels. */
  void gauge(String name, String help, double value) {
    family(name, MetricType.GAUGE, help);
    sample(value);
  }

  /** A family of one counter without labels. */
  void counter(String name, String help, double value) {
    family(name, MetricType.COUNTER, help);
    sample(value);
  }
}
