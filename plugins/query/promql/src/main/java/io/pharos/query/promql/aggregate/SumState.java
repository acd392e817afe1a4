package io.pharos.query.promql.aggregate;

import io.pharos.model.sample.Histogram;
import io.pharos.query.promql.histogram.Compensated;
import io.pharos.query.promql.histogram.HistogramSum;
import io.pharos.query.promql.series.Column;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** sum and avg: compensated sums; avg goes on as a running mean where the sum would overflow. */
final class SumState extends GroupState {
  private final AggregateContext context;
  private final boolean average;
  private final double[] sums;
  private final double[] lost;
  private final int[] floats;
  private @Nullable BitSet asMean;
  private @Nullable HistogramSum @Nullable [] histograms;
  private @Nullable BitSet unfit;

  SumState(AggregateContext context, boolean average) {
    this.context = context;
    this.average = average;
    this.sums = new double[context.steps()];
    this.lost = new double[context.steps()];
    this.floats = new int[context.steps()];
  }

  @Override
  public void add(Column column) {
    if (column.hasHistograms()) {
      for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
        Histogram histogram = column.histogram(step);
        if (histogram == null) {
          addFloat(step, column.values()[step]);
        } else {
          addHistogram(step, histogram);
        }
      }
      return;
    }
    double[] values = column.values();
    if (column.isFull() && (!average || (asMean == null && staysFinite(values)))) {
      addFull(values);
      return;
    }
    for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
      double sum = sums[step];
      double value = values[step];
      double total = sum + value;
      if ((average && Double.isInfinite(total)) || asMean != null) {
        addFloat(step, value);
        continue;
      }
      lost[step] += Compensated.lost(sum, value);
      sums[step] = total;
      floats[step]++;
    }
  }

  /** Whether no sum becomes infinite or no number. */
  private boolean staysFinite(double[] values) {
    double zero = 0;
    for (int step = 0; step < sums.length; step++) {
      zero += (sums[step] + values[step]) * 0;
    }
    return zero == 0;
  }

  /** Adds a float to every step; what is lost of a sum that is not finite is never looked at. */
  private void addFull(double[] values) {
    double[] sums = this.sums;
    double[] lost = this.lost;
    int[] floats = this.floats;
    for (int step = 0; step < sums.length; step++) {
      double sum = sums[step];
      double value = values[step];
      double total = sum + value;
      lost[step] += Compensated.lostOfFinite(sum, value, total);
      sums[step] = total;
      floats[step]++;
    }
  }

  private void addFloat(int step, double value) {
    int count = ++floats[step];
    if (average && count > 1) {
      if (asMean != null && asMean.get(step)) {
        addToMean(step, value, 1);
        return;
      }
      if (Double.isInfinite(sums[step] + value)) {
        becomeMean(step, count - 1);
        addToMean(step, value, 1);
        return;
      }
    }
    lost[step] += Compensated.lost(sums[step], value);
    sums[step] += value;
  }

  private void becomeMean(int step, int count) {
    if (asMean == null) {
      asMean = new BitSet(sums.length);
    }
    if (!asMean.get(step)) {
      asMean.set(step);
      sums[step] /= count;
      lost[step] /= count;
    }
  }

  /** Moves the mean by other values' mean; the count includes them already. */
  private void addToMean(int step, double mean, int number) {
    double count = floats[step];
    double share = (count - number) / count;
    double part = mean * (number / count);
    lost[step] = share * lost[step] + Compensated.lost(share * sums[step], part);
    sums[step] = share * sums[step] + part;
  }

  private void addHistogram(int step, Histogram histogram) {
    if (!sumAt(step).add(histogram)) {
      markUnfit(step);
    }
  }

  private HistogramSum sumAt(int step) {
    if (histograms == null) {
      histograms = new HistogramSum[sums.length];
    }
    HistogramSum sum = histograms[step];
    if (sum == null) {
      sum = new HistogramSum(average);
      histograms[step] = sum;
    }
    return sum;
  }

  private void markUnfit(int step) {
    if (unfit == null) {
      unfit = new BitSet(sums.length);
    }
    unfit.set(step);
    context.warnMixedSchemas();
  }

  private void note(HistogramSum sum) {
    if (sum.hintsConflict()) {
      context
          .annotations()
          .warn("conflicting counter resets during histogram aggregation", context.input());
    }
    if (sum.boundsDiffered()) {
      context
          .annotations()
          .info("mismatched custom buckets were reconciled during aggregation", context.input());
    }
  }

  @Override
  public void merge(GroupState other) {
    SumState theirs = (SumState) other;
    for (int step = 0; step < sums.length; step++) {
      if (theirs.floats[step] > 0) {
        mergeFloats(step, theirs);
      }
      if (theirs.histograms != null && theirs.histograms[step] != null) {
        if (!sumAt(step).add(theirs.histograms[step])) {
          markUnfit(step);
        }
      }
      if (theirs.unfit != null && theirs.unfit.get(step)) {
        markUnfit(step);
      }
    }
  }

  private void mergeFloats(int step, SumState theirs) {
    boolean theirMean = theirs.asMean != null && theirs.asMean.get(step);
    boolean mean =
        theirMean
            || (asMean != null && asMean.get(step))
            || (average && Double.isInfinite(sums[step] + theirs.sums[step]));
    int count = floats[step];
    int theirCount = theirs.floats[step];
    floats[step] = count + theirCount;
    if (count == 0) {
      sums[step] = theirs.sums[step];
      lost[step] = theirs.lost[step];
      if (theirMean) {
        if (asMean == null) {
          asMean = new BitSet(sums.length);
        }
        asMean.set(step);
      }
    } else if (mean) {
      becomeMean(step, count);
      double divisor = theirMean ? 1 : theirCount;
      addToMean(step, (theirs.sums[step] + theirs.lost[step]) / divisor, theirCount);
    } else {
      lost[step] += theirs.lost[step] + Compensated.lost(sums[step], theirs.sums[step]);
      sums[step] += theirs.sums[step];
    }
  }

  @Override
  public Column finish() {
    Column result = new Column(sums.length);
    for (int step = 0; step < sums.length; step++) {
      HistogramSum histogram = histograms == null ? null : histograms[step];
      if (histogram != null && floats[step] > 0) {
        context.warnMixed();
      } else if (histogram != null) {
        if (unfit == null || !unfit.get(step)) {
          note(histogram);
          result.set(step, histogram.result());
        }
      } else if (floats[step] > 0) {
        result.set(step, value(step));
      }
    }
    return result;
  }

  private double value(int step) {
    double sum = sums[step];
    if (!Double.isFinite(sum)) {
      return sum;
    }
    if (!average || (asMean != null && asMean.get(step))) {
      return sum + lost[step];
    }
    return sum / floats[step] + lost[step] / floats[step];
  }
}
