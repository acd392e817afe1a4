package io.pharos.query.promql.function;

import io.pharos.query.promql.histogram.Compensated;
import io.pharos.query.promql.series.Column;

/**
 * deriv and predict_linear: the line of least squares through the floats of a window. Short windows
 * are gone through one by one, with compensated sums; long ones slide, as {@link Variance} does.
 */
final class LinearFit implements RangeFunction {
  private final boolean predict;

  LinearFit(boolean predict) {
    this.predict = predict;
  }

  @Override
  public void compute(RangeInput in, Column out) {
    if (in.slides()) {
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
    in.looked(to - from);
    Floats floats = Floats.of(in, from, to);
    if (floats.size() < 2) {
      return;
    }
    long moment = predict ? in.stepTime(step) : floats.times[floats.from];
    double[] line = line(floats, moment);
    out.set(step, predict ? line[0] * in.scalar(0, step) + line[1] : line[0]);
  }

  /** Slope per second and value at a moment, by least squares. */
  private static double[] line(Floats floats, long moment) {
    Sum sumX = new Sum();
    Sum sumY = new Sum();
    Sum sumXy = new Sum();
    Sum sumX2 = new Sum();
    double first = floats.values[floats.from];
    boolean constant = true;
    for (int i = floats.from; i < floats.to; i++) {
      double y = floats.values[i];
      double x = (floats.times[i] - moment) / 1000.0;
      constant &= i == floats.from || y == first;
      sumX.add(x);
      sumY.add(y);
      sumXy.add(x * y);
      sumX2.add(x * x);
    }
    if (constant) {
      return Double.isInfinite(first)
          ? new double[] {Double.NaN, Double.NaN}
          : new double[] {0, first};
    }
    double n = floats.size();
    double covariance = sumXy.total() - sumX.total() * sumY.total() / n;
    double variance = sumX2.total() - sumX.total() * sumX.total() / n;
    double slope = covariance / variance;
    return new double[] {slope, sumY.total() / n - slope * sumX.total() / n};
  }

  private void slide(RangeInput in, Column out) {
    double[] values = in.samples().values();
    long[] times = in.samples().times();
    int[] from = in.from();
    int[] to = in.to();
    int[] equalSince = equalSince(values, in.samples().size());
    Fit[] tails = new Fit[in.samples().size()];
    Fit head = new Fit();
    Fit both = new Fit();
    int middle = 0;
    int end = 0;
    for (int step = 0; step < from.length; step++) {
      int first = from[step];
      int last = to[step];
      if (last - first < 2) {
        continue;
      }
      if (first >= middle) {
        tails(values, times, first, last, tails);
        middle = last;
        end = last;
        head.begin(tails[first]);
      }
      for (; end < last; end++) {
        head.add(times[end], values[end]);
      }
      if (equalSince[last - 1] <= first) {
        window(in, step, first, last, out);
        continue;
      }
      both.join(tails[first], head);
      double slope = both.slope();
      double result =
          predict ? slope * in.scalar(0, step) + both.at(in.stepTime(step), slope) : slope;
      if (Double.isFinite(result)) {
        out.set(step, result);
      } else {
        window(in, step, first, last, out);
      }
    }
  }

  private static void tails(double[] values, long[] times, int first, int last, Fit[] tails) {
    Fit running = new Fit();
    running.originTime = times[first];
    // near the values, so that their distances keep all digits
    running.originValue = Double.isFinite(values[first]) ? values[first] : 0;
    for (int i = last - 1; i >= first; i--) {
      running.add(times[i], values[i]);
      Fit tail = tails[i] == null ? new Fit() : tails[i];
      tail.copy(running);
      tails[i] = tail;
    }
  }

  /** For each sample the first one of those before it that all have its value. */
  private static int[] equalSince(double[] values, int size) {
    int[] since = new int[size];
    for (int i = 1; i < size; i++) {
      since[i] = values[i] == values[i - 1] ? since[i - 1] : i;
    }
    return since;
  }

  /** Means and products of distances from them, all from an origin. */
  private static final class Fit {
    long originTime;
    double originValue;
    private int count;
    private double meanX;
    private double meanY;
    private double squaresX;
    private double products;

    /** Starts anew, from the origin of another. */
    void begin(Fit like) {
      originTime = like.originTime;
      originValue = like.originValue;
      count = 0;
      meanX = 0;
      meanY = 0;
      squaresX = 0;
      products = 0;
    }

    void copy(Fit from) {
      originTime = from.originTime;
      originValue = from.originValue;
      count = from.count;
      meanX = from.meanX;
      meanY = from.meanY;
      squaresX = from.squaresX;
      products = from.products;
    }

    void add(long time, double value) {
      count++;
      double x = (time - originTime) / 1000.0;
      double y = value - originValue;
      double apartX = x - meanX;
      meanX += apartX / count;
      meanY += (y - meanY) / count;
      products += apartX * (y - meanY);
      squaresX += apartX * (x - meanX);
    }

    void join(Fit a, Fit b) {
      copy(a);
      if (b.count == 0) {
        return;
      }
      count = a.count + b.count;
      double share = (double) b.count / count;
      double apartX = b.meanX - a.meanX;
      double apartY = b.meanY - a.meanY;
      double weight = a.count * share;
      meanX = a.meanX + apartX * share;
      meanY = a.meanY + apartY * share;
      products = a.products + b.products + apartX * apartY * weight;
      squaresX = a.squaresX + b.squaresX + apartX * apartX * weight;
    }

    double slope() {
      return products / squaresX;
    }

    double at(long moment, double slope) {
      return originValue + meanY + slope * ((moment - originTime) / 1000.0 - meanX);
    }
  }

  /** A compensated sum. */
  private static final class Sum {
    private double sum;
    private double lost;

    void add(double value) {
      lost += Compensated.lost(sum, value);
      sum += value;
    }

    double total() {
      return sum + lost;
    }
  }
}
