package io.pharos.query.promql.histogram;

/** Summation that keeps what rounding loses (Neumaier's form of Kahan's). */
public final class Compensated {
  private Compensated() {}

  /** What {@code sum + value} loses to rounding, to be added up beside the sum. */
  public static double lost(double sum, double value) {
    double total = sum + value;
    if (Double.isInfinite(total)) {
      return 0;
    }
    return Math.abs(sum) >= Math.abs(value) ? (sum - total) + value : (value - total) + sum;
  }
}
