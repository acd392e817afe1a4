package io.pharos.query.promql.series;

import io.pharos.model.sample.Histogram;
import io.pharos.query.promql.histogram.HistogramWeight;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of one series over all steps. A step is absent, a float, or a histogram. Its arrays
 * are open on purpose, for inner loops. Confined to one thread while it is written.
 */
public final class Column {
  private final int steps;
  private final double[] values;
  private final long[] present;
  private @Nullable Histogram @Nullable [] histograms;

  public Column(int steps) {
    this.steps = steps;
    this.values = new double[steps];
    this.present = new long[(steps + 63) >>> 6];
  }

  /** Bytes that a column of so many floats takes. */
  public static long bytes(int steps) {
    return 64 + 8L * steps + ((steps + 63) >>> 3);
  }

  public int steps() {
    return steps;
  }

  public double[] values() {
    return values;
  }

  public boolean has(int step) {
    return (present[step >>> 6] >>> step & 1) != 0;
  }

  /** The histogram of a step, null for a float. */
  public @Nullable Histogram histogram(int step) {
    return histograms == null ? null : histograms[step];
  }

  /** Whether any step may be a histogram. */
  public boolean hasHistograms() {
    return histograms != null;
  }

  public void set(int step, double value) {
    values[step] = value;
    present[step >>> 6] |= 1L << step;
    if (histograms != null) {
      histograms[step] = null;
    }
  }

  /** Makes every step a float, whose values the caller fills in. */
  public double[] setAll() {
    if (steps > 0) {
      Arrays.fill(present, -1L);
      present[present.length - 1] = -1L >>> -steps;
    }
    histograms = null;
    return values;
  }

  public void set(int step, Histogram histogram) {
    if (histograms == null) {
      histograms = new Histogram[steps];
    }
    histograms[step] = histogram;
    present[step >>> 6] |= 1L << step;
  }

  public void remove(int step) {
    present[step >>> 6] &= ~(1L << step);
  }

  /** Copies a step of another column. */
  public void copy(int step, Column from, int fromStep) {
    Histogram histogram = from.histogram(fromStep);
    if (histogram == null) {
      set(step, from.values[fromStep]);
    } else {
      set(step, histogram);
    }
  }

  /** Removes every step. */
  public void clear() {
    Arrays.fill(present, 0);
    if (histograms != null) {
      Arrays.fill(histograms, null);
      histograms = null;
    }
  }

  public boolean isEmpty() {
    for (long word : present) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether every step is present. */
  public boolean isFull() {
    for (int i = 0; i < present.length - 1; i++) {
      if (present[i] != -1) {
        return false;
      }
    }
    return steps == 0 || present[present.length - 1] == -1L >>> -steps;
  }

  /** How many steps are present. */
  public int count() {
    int count = 0;
    for (long word : present) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** How many samples its steps count for where samples are limited. */
  public long weight() {
    if (histograms == null) {
      return count();
    }
    long weight = 0;
    for (int step = next(0); step >= 0; step = next(step + 1)) {
      Histogram histogram = histograms[step];
      weight += histogram == null ? 1 : HistogramWeight.of(histogram);
    }
    return weight;
  }

  /** The first present step from here on, -1 if there is none. */
  public int next(int from) {
    if (from >= steps) {
      return -1;
    }
    int at = from >>> 6;
    long word = present[at] >>> from << from;
    while (word == 0) {
      if (++at == present.length) {
        return -1;
      }
      word = present[at];
    }
    return (at << 6) + Long.numberOfTrailingZeros(word);
  }

  /** Whether both have a step in common. */
  public boolean overlaps(Column other) {
    for (int i = 0; i < present.length; i++) {
      if ((present[i] & other.present[i]) != 0) {
        return true;
      }
    }
    return false;
  }
}
