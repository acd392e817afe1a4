package io.pharos.model.sample;

/**
 * The NaN that says that a series has ended. It is one exact bit pattern, so values must be kept
 * and compared as raw bits wherever one may come by.
 */
public final class StaleMarker {
  /** The bits of the marker. */
  public static final long BITS = 0x7ff0000000000002L;

  /** The NaN that every other NaN from outside is rewritten to. */
  public static final long NORMAL_NAN_BITS = 0x7ff8000000000001L;

  /** The marker as a value. */
  public static final double VALUE = Double.longBitsToDouble(BITS);

  /** The ordinary NaN as a value. */
  public static final double NORMAL_NAN = Double.longBitsToDouble(NORMAL_NAN_BITS);

  private StaleMarker() {}

  /** Whether the value is the marker. */
  public static boolean is(double value) {
    return Double.doubleToRawLongBits(value) == BITS;
  }
}
