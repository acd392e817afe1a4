package io.pharos.spi.storage;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.sample.Exemplar;
import io.pharos.spi.Experimental;
import java.util.List;

/** A storage that keeps exemplars. Thread-safe. */
@Experimental(since = "0.1")
public interface Exemplars {
  /**
   * Exemplars in [mint, maxt] of the series that match one of the selectors, sorted by series
   * labels.
   */
  List<SeriesExemplars> exemplars(long mint, long maxt, List<List<LabelMatcher>> selectors);

  /** The exemplars of one series, oldest first. Immutable. */
  record SeriesExemplars(Labels labels, List<Exemplar> exemplars) {
    public SeriesExemplars {
      exemplars = List.copyOf(exemplars);
    }
  }
}
