package io.pharos.kernel.metric;

/** Numbers as they stand in labels {@code le} and {@code quantile}. Immutable. */
final class NumberText {
  private NumberText() {}

  static String of(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.toString(value);
  }
}
