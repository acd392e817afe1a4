package io.pharos.query.promql.function;

import io.pharos.query.promql.series.Steps;
import io.pharos.query.promql.series.Window;

/**
 * How far the difference over each window reaches beyond its first and last sample. That depends on
 * times alone, so it is computed once for all series in a row that have the same. Confined to one
 * thread.
 */
final class ExtrapolationEdges {
  /** A product that is below by more than this is below whatever rounding did. */
  private static final double SURE = 1 - 1e-12;

  private final Steps steps;
  private final Window window;
  private final double[] covered;
  private final double[] toStart;
  private final double[] toEnd;
  private final double[] factors;
  private boolean known;

  ExtrapolationEdges(Steps steps, Window window) {
    this.steps = steps;
    this.window = window;
    this.covered = new double[steps.count()];
    this.toStart = new double[steps.count()];
    this.toEnd = new double[steps.count()];
    this.factors = new double[steps.count()];
  }

  /** The times have changed. */
  void forget() {
    known = false;
  }

  /** Computes the edges of all steps unless they are known. */
  void know(int[] from, int[] to, long[] times) {
    if (known) {
      return;
    }
    known = true;
    for (int step = 0; step < from.length; step++) {
      int first = from[step];
      int last = to[step] - 1;
      if (last <= first) {
        continue;
      }
      long end = window.end(steps.at(step));
      Edges edges =
          Edges.of(
              times[first], times[last], times[first], last - first, end - window.range(), end);
      covered[step] = edges.covered();
      toStart[step] = edges.toStart();
      toEnd[step] = edges.toEnd();
      factors[step] = edges.factor(edges.toStart());
    }
  }

  /** By what a difference grows. */
  double factor(int step) {
    return factors[step];
  }

  /**
   * By what the difference of a counter grows, which was not below zero before: not further back
   * than where its line meets it.
   */
  double counterFactor(int step, double result, double firstValue) {
    if (result > 0
        && firstValue >= 0
        && covered[step] * firstValue * SURE <= toStart[step] * result) {
      double toZero = covered[step] * (firstValue / result);
      if (toZero < toStart[step]) {
        return (covered[step] + toZero + toEnd[step]) / covered[step];
      }
    }
    return factors[step];
  }

  /**
   * The edges of one window, in seconds.
   *
   * @param covered between the ends of the difference
   * @param toStart before
   * @param toEnd behind
   */
  record Edges(double covered, double toStart, double toEnd) {
    /**
     * All in epoch milliseconds.
     *
     * @param begin where the difference begins
     * @param end where it ends
     * @param firstSample the first sample's time; differs from the begin where that is a start
     *     timestamp, and then nothing is added before
     * @param gaps between samples
     */
    static Edges of(
        long begin, long end, long firstSample, int gaps, long windowStart, long windowEnd) {
      double covered = (end - begin) / 1000.0;
      double averageGap = gaps == 0 ? 0 : (end - firstSample) / 1000.0 / gaps;
      double threshold = averageGap * 1.1;
      double toStart = (begin - windowStart) / 1000.0;
      if (toStart >= threshold) {
        toStart = averageGap / 2;
      }
      double toEnd = (windowEnd - end) / 1000.0;
      if (toEnd >= threshold) {
        toEnd = averageGap / 2;
      }
      return new Edges(covered, toStart, toEnd);
    }

    double factor(double atStart) {
      return (covered + atStart + toEnd) / covered;
    }

    /** The factor of a counter that was not below zero before the window's first value. */
    double counterFactor(double result, double firstValue) {
      double atStart = toStart;
      if (result > 0 && firstValue >= 0) {
        double toZero = covered * (firstValue / result);
        if (toZero < atStart) {
          atStart = toZero;
        }
      }
      return factor(atStart);
    }
  }
}
