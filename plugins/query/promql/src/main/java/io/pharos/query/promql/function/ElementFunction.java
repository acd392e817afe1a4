package io.pharos.query.promql.function;

import io.pharos.query.promql.series.Column;

/** A function of each element of a vector on its own. Without state beyond its arguments. */
@FunctionalInterface
public interface ElementFunction {
  /** Replaces the values of one series, in place. */
  void apply(Column column);

  /** A function of floats; histograms go. */
  @FunctionalInterface
  interface OfFloat {
    double apply(double value, int step);
  }

  /** Applies a function of floats. */
  static ElementFunction floats(OfFloat function) {
    return column -> {
      double[] values = column.values();
      for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
        if (column.histogram(step) == null) {
          values[step] = function.apply(values[step], step);
        } else {
          column.remove(step);
        }
      }
    };
  }
}
