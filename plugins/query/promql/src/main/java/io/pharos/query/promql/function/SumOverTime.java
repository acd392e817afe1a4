package io.pharos.query.promql.function;

import io.pharos.model.sample.Histogram;
import io.pharos.query.promql.histogram.Compensated;
import io.pharos.query.promql.histogram.HistogramSum;
import io.pharos.query.promql.series.Column;
import io.pharos.query.promql.series.Samples;

/**
 * sum_over_time and avg_over_time. Short windows are summed one by one. Long ones are differences
 * of sums from the beginning, kept in twice the digits of a double; where values differ so much in
 * size that even these would not do, they slide, as a sum from each sample up to a middle and one
 * from the middle on, so that nothing is ever subtracted.
 */
final class SumOverTime implements RangeFunction {
  /** Up to this ratio of sizes differences keep more digits than a double has. */
  private static final double MOST_RATIO = 0x1p40;

  private final boolean average;

  SumOverTime(boolean average) {
    this.average = average;
  }

  @Override
  public void compute(RangeInput in, Column out) {
    if (in.slides()) {
      if (!differences(in, out)) {
        slide(in, out);
      }
      return;
    }
    int[] from = in.from();
    int[] to = in.to();
    for (int step = 0; step < from.length; step++) {
      if (to[step] > from[step]) {
        in.looked(to[step] - from[step]);
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

  /** Answers false, and sets nothing, where a difference could lose digits. */
  private boolean differences(RangeInput in, Column out) {
    double[] values = in.samples().values();
    int size = in.samples().size();
    double[] sums = in.room(0, size + 1);
    double[] losses = in.room(1, size + 1);
    sums[0] = 0;
    losses[0] = 0;
    double sum = 0;
    double lost = 0;
    // sizes are compared as bits, which takes fewer cycles
    long least = Double.doubleToRawLongBits(Double.MAX_VALUE);
    long most = 0;
    for (int i = 0; i < size; i++) {
      double value = values[i];
      double total = sum + value;
      lost += Compensated.lostOfFinite(sum, value, total);
      sum = total;
      sums[i + 1] = total;
      losses[i + 1] = lost;
      long amount = Double.doubleToRawLongBits(value) & Long.MAX_VALUE;
      most = Math.max(most, amount);
      least = Math.min(least, amount == 0 ? Long.MAX_VALUE : amount);
    }
    double largest = Double.longBitsToDouble(most);
    double smallest = Double.longBitsToDouble(least);
    // false if some value is no finite number: then the sum is none either
    if (!(largest * size <= smallest * MOST_RATIO) || !Double.isFinite(sum + lost)) {
      return false;
    }
    int[] from = in.from();
    int[] to = in.to();
    boolean all = in.smallestWindow() > 0;
    double[] results = all ? out.setAll() : out.values();
    for (int step = 0; step < from.length; step++) {
      int first = from[step];
      int last = to[step];
      if (last <= first) {
        continue;
      }
      double difference = sums[last] - sums[first];
      double rest =
          Compensated.lostOfFinite(sums[last], -sums[first], difference)
              + (losses[last] - losses[first]);
      double count = last - first;
      double lostPart = rest == 0 || !average ? rest : rest / count;
      results[step] = (average ? difference / count : difference) + lostPart;
      if (!all) {
        out.set(step, results[step]);
      }
    }
    return true;
  }

  private void slide(RangeInput in, Column out) {
    double[] values = in.samples().values();
    int[] from = in.from();
    int[] to = in.to();
    double[] tails = in.room(0, in.samples().size());
    double[] tailsLost = in.room(1, in.samples().size());
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
        in.looked(last - first);
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
