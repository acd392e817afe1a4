package io.pharos.spi.exporter;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.MetricType;
import io.pharos.spi.Experimental;

/**
 * Takes families one after the other, each with its samples. Confined to the thread of the
 * collection. Past its limits on samples and bytes every call throws, which ends the collection.
 */
@Experimental(since = "0.1")
public interface MetricSink {
  /** Begins a family; {@code help} and {@code unit} may be empty. */
  void family(String name, MetricType type, String help, String unit);

  /**
   * A sample of the family.
   *
   * @param suffix behind the family's name: {@code ""}, {@code _bucket}, {@code _sum}, ...
   * @param labels names and values in turn, in the order in which they are to be shown
   */
  void sample(String suffix, double value, String... labels);

  /** A sample with a time of its own, in epoch milliseconds. */
  void sampleAt(String suffix, double value, long timestamp, String... labels);

  /** A native histogram sample of the family. */
  void histogram(Histogram histogram, String... labels);
}
