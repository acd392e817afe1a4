package io.pharos.query.promql.histogram;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;
import io.pharos.spi.error.BugException;
import org.jspecify.annotations.Nullable;

/**
 * The sum or average of histograms. An average goes on as a running mean where the sum would
 * overflow. Confined to one thread.
 */
public final class HistogramSum {
  private final boolean average;
  private @Nullable FloatHistogram sum;
  private int count;
  private boolean asMean;
  private boolean resetSeen;
  private boolean noResetSeen;
  private boolean boundsDiffered;

  public HistogramSum(boolean average) {
    this.average = average;
  }

  /** Adds one; false if it has the other sort of buckets. */
  public boolean add(Histogram histogram) {
    resetSeen |= histogram.resetHint() == ResetHint.RESET;
    noResetSeen |= histogram.resetHint() == ResetHint.NOT_RESET;
    return add(histogram, 1);
  }

  /** Adds the sum, or the mean, of others. */
  public boolean add(HistogramSum other) {
    if (other.sum == null) {
      return true;
    }
    resetSeen |= other.resetSeen;
    noResetSeen |= other.noResetSeen;
    boundsDiffered |= other.boundsDiffered;
    if (other.asMean && !asMean && sum != null) {
      becomeMean();
    }
    if (sum == null) {
      asMean = other.asMean;
    }
    Histogram theirs = other.sum.toHistogram();
    return add(
        asMean && !other.asMean
            ? FloatHistogram.of(theirs).divide(other.count).toHistogram()
            : theirs,
        other.count);
  }

  private void becomeMean() {
    asMean = true;
    if (sum != null) {
      sum.divide(count);
    }
  }

  private boolean add(Histogram histogram, int number) {
    FloatHistogram current = sum;
    if (current == null) {
      sum = FloatHistogram.of(histogram);
      count = number;
      return true;
    }
    if (current.hasCustomBounds() != histogram.hasCustomBounds()) {
      return false;
    }
    Histogram added = histogram;
    if (average && !asMean && current.overflowsWith(histogram)) {
      becomeMean();
      added = FloatHistogram.of(histogram).divide(number).toHistogram();
    }
    int all = count + number;
    if (asMean) {
      current.multiply((double) count / all);
      added = FloatHistogram.of(added).divide((double) all / number).toHistogram();
    }
    boundsDiffered |= current.add(added).boundsDiffered();
    count = all;
    return true;
  }

  /** Whether some were reset and some were not. */
  public boolean hintsConflict() {
    return resetSeen && noResetSeen;
  }

  /** Whether custom bounds had to be reduced to those that all share. */
  public boolean boundsDiffered() {
    return boundsDiffered;
  }

  public boolean isEmpty() {
    return sum == null;
  }

  public Histogram result() {
    FloatHistogram result = sum;
    if (result == null) {
      throw new BugException("nothing was added");
    }
    if (average && !asMean) {
      result.divide(count);
    }
    return result.toHistogram();
  }
}
