package io.pharos.spi.storage;

import io.pharos.spi.Experimental;

/**
 * What became of an appended sample: codes rather than objects, for they are written per sample.
 */
@Experimental(since = "0.1")
public final class AppendOutcome {
  /** Will be stored by the commit; an exact repetition of the newest sample counts as stored. */
  public static final byte OK = 0;

  /** Older than the newest sample of its series, and no out-of-order window is set. */
  public static final byte OUT_OF_ORDER = 1;

  /** The time of the newest sample with another value. */
  public static final byte DUPLICATE = 2;

  /** Before everything that can still be written, and no out-of-order window is set. */
  public static final byte OUT_OF_BOUNDS = 3;

  /** Before the out-of-order window. */
  public static final byte TOO_OLD = 4;

  /** A reference of a series that has left, of another epoch, or never given: resolve again. */
  public static final byte UNKNOWN_REF = 5;

  /** This storage does not keep samples of this kind. */
  public static final byte UNSUPPORTED = 6;

  private AppendOutcome() {}

  /** The words that users read, as the original has them. */
  public static String text(byte outcome) {
    return switch (outcome) {
      case OK -> "ok";
      case OUT_OF_ORDER -> "out of order sample";
      case DUPLICATE -> "duplicate sample for timestamp";
      case OUT_OF_BOUNDS -> "out of bounds";
      case TOO_OLD -> "too old sample";
      case UNKNOWN_REF -> "unknown series reference";
      default -> "unsupported sample type";
    };
  }
}
