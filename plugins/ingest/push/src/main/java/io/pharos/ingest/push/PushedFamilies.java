package io.pharos.ingest.push;

import io.pharos.spi.exporter.MetricSink;
import java.util.Collection;

/** What the part lends to its own exporter. Thread-safe. */
interface PushedFamilies {
  /**
   * Hands all pushed families to a sink, or only those of some names unless these are none, with
   * the part's own metrics among them.
   *
   * @throws IllegalStateException if they contradict each other; the message says how
   */
  void write(MetricSink sink, Collection<String> names);
}
