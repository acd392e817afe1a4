package io.pharos.toolkit.histogram;

/**
 * Bounds of exponential buckets. The powers of two between the whole ones are not the nearest
 * doubles everywhere but the ones that the originals use, so that bounds look and compare the same.
 */
public final class BucketBounds {
  /** Sixteenths of a power of two from 0.5 on; coarser schemas take some of them. */
  private static final double[] SIXTEENTHS = {
    0.5, 0.5221368912137069, 0.5452538663326288, 0.5693943173783458,
    0.5946035575013605, 0.620928906036742, 0.6484197773255048, 0.6771277734684463,
    0.7071067811865475, 0.7384130729697496, 0.7711054127039704, 0.805245165974627,
    0.8408964152537144, 0.8781260801866495, 0.9170040432046711, 0.9576032806985735
  };

  private static final int TABLE_SCHEMA = 4;

  private BucketBounds() {}

  /** The upper bound of the bucket of an index, on the side of positive values. */
  public static double upper(int schema, int index) {
    if (schema <= 0) {
      long exponent = (long) index << -schema;
      return exponent == 1024
          ? Double.MAX_VALUE
          : Math.scalb(1.0, Math.clamp(exponent, -2000, 2000));
    }
    int count = 1 << schema;
    double fraction = fraction(schema, index & (count - 1));
    int exponent = (index >> schema) + 1;
    return fraction == 0.5 && exponent == 1025 ? Double.MAX_VALUE : Math.scalb(fraction, exponent);
  }

  private static double fraction(int schema, int part) {
    if (schema <= TABLE_SCHEMA) {
      return SIXTEENTHS[part << (TABLE_SCHEMA - schema)];
    }
    int finer = schema - TABLE_SCHEMA;
    boolean inTable = (part & ((1 << finer) - 1)) == 0;
    return inTable
        ? SIXTEENTHS[part >> finer]
        : 0.5 * StrictMath.pow(2, (double) part / (1 << schema));
  }
}
