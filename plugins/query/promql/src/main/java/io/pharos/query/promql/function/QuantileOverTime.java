package io.pharos.query.promql.function;

import io.pharos.query.promql.format.GoNumber;
import io.pharos.query.promql.series.Column;
import java.util.Arrays;

/** quantile_over_time: the values of the window are kept sorted as it slides. */
final class QuantileOverTime implements RangeFunction {
  @Override
  public void compute(RangeInput in, Column out) {
    boolean histograms = in.samples().hasHistograms();
    int[] from = in.from();
    int[] to = in.to();
    Sorted sorted = new Sorted(in.samples().values(), in.samples().size());
    for (int step = 0; step < from.length; step++) {
      if (to[step] <= from[step]) {
        continue;
      }
      double phi = in.scalar(0, step);
      double value;
      if (histograms) {
        Floats floats = Floats.of(in, from[step], to[step]);
        if (floats.size() == 0) {
          continue;
        }
        double[] values = Arrays.copyOfRange(floats.values, floats.from, floats.to);
        Quantiles.sort(values, 0, values.length);
        value = Quantiles.of(phi, values, 0, values.length);
      } else {
        sorted.slide(from[step], to[step]);
        value = Quantiles.of(phi, sorted.values, 0, sorted.size);
      }
      if (!(phi >= 0 && phi <= 1)) {
        in.annotations()
            .warn(
                "quantile value should be between 0 and 1, got " + GoNumber.general(phi),
                in.scalarSpan(0));
      }
      out.set(step, value);
    }
  }

  /** The values of a window in order. */
  private static final class Sorted {
    private final double[] samples;
    private final double[] values;
    private int size;
    private int from;
    private int to;

    Sorted(double[] samples, int most) {
      this.samples = samples;
      this.values = new double[most];
    }

    void slide(int newFrom, int newTo) {
      if (newFrom >= to || newTo - to > size / 2) {
        from = newFrom;
        to = newTo;
        size = newTo - newFrom;
        System.arraycopy(samples, newFrom, values, 0, size);
        Quantiles.sort(values, 0, size);
        return;
      }
      for (; from < newFrom; from++) {
        int place = place(samples[from]);
        System.arraycopy(values, place + 1, values, place, size - place - 1);
        size--;
      }
      for (; to < newTo; to++) {
        int place = place(samples[to]);
        System.arraycopy(values, place, values, place + 1, size - place);
        values[place] = samples[to];
        size++;
      }
    }

    /** The first place whose value does not come before this one. */
    private int place(double value) {
      int low = 0;
      int high = size;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (Quantiles.before(values[middle], value)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }
}
