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

  /**
   * The same to the bit for a total that is finite, without a branch; something that is no number
   * otherwise.
   */
  public static double lostOfFinite(double sum, double value, double total) {
    double added = total - sum;
    return (sum - (total - added)) + (value - added);
  }
}
