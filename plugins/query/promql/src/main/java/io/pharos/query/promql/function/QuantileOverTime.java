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
    SortedWindow sorted = new SortedWindow(in.samples().values(), in.room(0, in.samples().size()));
    for (int step = 0; step < from.length; step++) {
      if (to[step] <= from[step]) {
        continue;
      }
      in.looked(to[step] - from[step]);
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
        value = Quantiles.of(phi, sorted.values(), 0, sorted.size());
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
}
