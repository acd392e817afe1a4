package io.pharos.spi.runtime;

import io.pharos.model.sample.MetricType;
import io.pharos.spi.Experimental;
import java.util.List;

/** Reads the server's own metrics, for {@code /metrics}. Injected. Thread-safe. */
@Experimental(since = "0.1")
public interface MetricFamilies {
  /** The families of a site's plugins and of the process, sorted by name, as they are now. */
  List<MetricFamily> read(String site);

  /**
   * A family. Immutable.
   *
   * @param name without a suffix of its samples
   */
  record MetricFamily(String name, MetricType type, String help, List<MetricSample> samples) {
    public MetricFamily {
      samples = List.copyOf(samples);
    }
  }

  /**
   * A sample. Immutable.
   *
   * @param suffix behind the family's name: {@code ""}, {@code _bucket}, {@code _sum}, {@code
   *     _count}
   * @param labels names and values in turn, in the order in which they are to be shown
   */
  record MetricSample(String suffix, List<String> labels, double value) {
    public MetricSample {
      labels = List.copyOf(labels);
    }
  }
}
