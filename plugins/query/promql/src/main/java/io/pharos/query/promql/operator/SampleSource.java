package io.pharos.query.promql.operator;

import io.pharos.model.label.Labels;
import io.pharos.query.promql.series.Samples;
import io.pharos.query.promql.series.Window;
import io.pharos.spi.storage.Series;
import org.jspecify.annotations.Nullable;

/**
 * Series with all samples that the windows of a range function may need. Thread-safe as {@link
 * SeriesSource} is.
 */
abstract class SampleSource {
  /** What each step looks at. */
  abstract Window window();

  abstract int size();

  abstract Labels labels(int index);

  boolean dropsName(int index) {
    return false;
  }

  int group(int index) {
    return Series.UNGROUPED;
  }

  boolean distinctWithoutName() {
    return false;
  }

  /** The metric name of all series, null where they may differ. */
  @Nullable String commonName() {
    return null;
  }

  /** Reads a series; the samples are valid until the next call with the same scratch. */
  abstract Samples read(int index, Scratch scratch);
}
