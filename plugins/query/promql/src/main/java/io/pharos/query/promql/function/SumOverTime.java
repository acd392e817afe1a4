package io.pharos.query.promql.function;

import io.pharos.model.sample.Histogram;
import io.pharos.query.promql.histogram.Compensated;
import io.pharos.query.promql.histogram.HistogramSum;
import io.pharos.query.promql.series.Column;
import io.pharos.query.promql.series.Samples;

/**
 * sum_over_time and avg_over_time. Short windows are summed one by one; long ones slide, as a sum
 * from each sample up to a middle and one from the middle on, so that nothing is ever subtracted.
 */
final class SumOverTime implements RangeFunction {
  /** Windows of more samples on average slide. */
  private static final int SHORT = 32;

  private final boolean average;

  SumOverTime(boolean average) {
    this.average = average;
  }

  @Override
  public void compute(RangeInput in, Column out) {
    if (!in.samples().hasHistograms() && in.windowSamples() > (long) SHORT * in.steps()) {
      slide(in, out);
      return;
    }
    int[] from = in.from();
    int[] to = in.to();
    for (int step = 0; step < from.length; step++) {
      if (to[step] > from[step]) {
        window(in, step, from[step], to[step], out);
      }
    }
  }

  private void window(RangeInput in, int step, int from, int to, Column out) {
    Samples samples = in.samples();
    if (!samples.hasHistograms() || !Rate.anyHistogram(samples, from, to - 1)) {
      double[] values = samples.values();
      out.set(step, average ? average(values, from, to) : sum(values, from, to));
    } else if (Rate.allHistograms(samples, from, to - 1)) {
      histograms(in, step, from, to, out);
    } else {
      in.warnMixed();
    }
  }

  private static double sum(double[] values, int from, int to) {
    double sum = 0;
    double lost = 0;
    for (int i = from; i < to; i++) {
      lost += Compensated.lost(sum, values[i]);
      sum += values[i];
    }
    return Double.isInfinite(sum) ? sum : sum + lost;
  }

  /** By way of the sum, or step by step where that would overflow. */
  static double average(double[] values, int from, int to) {
    double sum = 0;
    double lost = 0;
    int i = from;
    while (i < to) {
      double next = sum + values[i];
      if (Double.isInfinite(next) && i > from) {
        break;
      }
      lost += Compensated.lost(sum, values[i]);
      sum = next;
      i++;
    }
    double count = i - from;
    if (i == to) {
      return sum / count + lost / count;
    }
    double mean = sum / count;
    lost /= count;
    for (; i < to; i++) {
      count++;
      double share = (count - 1) / count;
      double part = values[i] / count;
      lost = share * lost + Compensated.lost(share * mean, part);
      mean = share * mean + part;
    }
    return Double.isInfinite(mean) ? mean : mean + lost;
  }

  private void slide(RangeInput in, Column out) {
    double[] values = in.samples().values();
    int[] from = in.from();
    int[] to = in.to();
    double[] tails = new double[in.samples().size()];
    double[] tailsLost = new double[tails.length];
    int middle = 0;
    int end = 0;
    double head = 0;
    double headLost = 0;
    for (int step = 0; step < from.length; step++) {
      int first = from[step];
      int last = to[step];
      if (last <= first) {
        continue;
      }
      if (first >= middle) {
        double tail = 0;
        double tailLost = 0;
        for (int i = last - 1; i >= first; i--) {
          tailLost += Compensated.lost(tail, values[i]);
          tail += values[i];
          tails[i] = tail;
          tailsLost[i] = tailLost;
        }
        middle = last;
        end = last;
        head = 0;
        headLost = 0;
      }
      for (; end < last; end++) {
        headLost += Compensated.lost(head, values[end]);
        head += values[end];
      }
      double sum = tails[first] + head;
      double lost = tailsLost[first] + headLost + Compensated.lost(tails[first], head);
      if (Double.isInfinite(sum) || Double.isNaN(sum)) {
        out.set(step, average ? average(values, first, last) : sum(values, first, last));
      } else if (average) {
        double count = last - first;
        out.set(step, sum / count + lost / count);
      } else {
        out.set(step, sum + lost);
      }
    }
  }

  private void histograms(RangeInput in, int step, int from, int to, Column out) {
    Samples samples = in.samples();
    HistogramSum sum = new HistogramSum(average);
    for (int i = from; i < to; i++) {
      Histogram histogram = samples.histogram(i);
      if (histogram != null && !sum.add(histogram)) {
        in.warnMixedSchemas();
        return;
      }
    }
    if (sum.hintsConflict()) {
      in.annotations().warn("conflicting counter resets during histogram aggregation", in.span());
    }
    if (sum.boundsDiffered()) {
      in.annotations()
          .info("mismatched custom buckets were reconciled during aggregation", in.span());
    }
    out.set(step, sum.result());
  }
}
