package io.pharos.query.promql.function;

import io.pharos.query.promql.series.Column;

/** A function of the samples in the windows of all steps. Without state. */
@FunctionalInterface
public interface RangeFunction {
  /** Fills the values of one series. */
  void compute(RangeInput in, Column out);

  /** A function that is computed for each window on its own. */
  @FunctionalInterface
  interface PerWindow {
    /**
     * Sets the step if there is a value; from {@code from} to before {@code to}, at least one
     * sample.
     */
    void compute(RangeInput in, int step, int from, int to, Column out);
  }

  /** Computes window by window; empty ones have no value. */
  static RangeFunction each(PerWindow function) {
    return (in, out) -> {
      int[] from = in.from();
      int[] to = in.to();
      for (int step = 0; step < from.length; step++) {
        if (to[step] > from[step]) {
          in.looked(to[step] - from[step]);
          function.compute(in, step, from[step], to[step], out);
        }
      }
    };
  }
}
