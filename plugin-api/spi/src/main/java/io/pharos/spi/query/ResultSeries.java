package io.pharos.spi.query;

import static java.util.Objects.requireNonNull;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.spi.Experimental;
import org.jspecify.annotations.Nullable;

/** One series of a result, as columns that are taken over and shared. Immutable. */
@Experimental(since = "0.1")
public final class ResultSeries {
  private final Labels labels;
  private final long[] timestamps;
  private final double[] values;
  private final Histogram @Nullable [] histograms;
  private final int size;

  /**
   * Takes over the columns.
   *
   * @param histograms null if every point is a float; else point i is a histogram where it holds
   *     one
   * @param size how many points of the columns count
   */
  public ResultSeries(
      Labels labels,
      long[] timestamps,
      double[] values,
      Histogram @Nullable [] histograms,
      int size) {
    this.labels = requireNonNull(labels, "labels");
    this.timestamps = timestamps;
    this.values = values;
    this.histograms = histograms;
    this.size = size;
  }

  public Labels labels() {
    return labels;
  }

  public int size() {
    return size;
  }

  /** Epoch milliseconds of a point. */
  public long timestamp(int index) {
    return timestamps[index];
  }

  /** The float of a point; meaningless for a histogram. */
  public double value(int index) {
    return values[index];
  }

  /** The histogram of a point, null if it is a float. */
  public @Nullable Histogram histogram(int index) {
    return histograms == null ? null : histograms[index];
  }
}
