package io.pharos.storage.tsdb.prometheus;

/** One number after the other as the bits that differ. Confined to one thread. */
final class XorValue {
  private static final int NO_WINDOW = 0xFF;

  private long bits;
  private int leading = NO_WINDOW;
  private int trailing;

  /** Starts over at a value. */
  void start(long first) {
    bits = first;
    leading = NO_WINDOW;
    trailing = 0;
  }

  double value() {
    return Double.longBitsToDouble(bits);
  }

  double read(BitSource source) {
    if (source.bit()) {
      if (source.bit()) {
        leading = (int) source.bits(5);
        int length = (int) source.bits(6);
        trailing = Math.max(0, 64 - leading - (length == 0 ? 64 : length));
      }
      int first = leading == NO_WINDOW ? 0 : leading;
      bits ^= source.bits(64 - first - trailing) << trailing;
    }
    return value();
  }

  void write(double value, BitSink sink) {
    long next = Double.doubleToRawLongBits(value);
    long delta = next ^ bits;
    bits = next;
    sink.bit(delta != 0);
    if (delta == 0) {
      return;
    }
    int before = Math.min(31, Long.numberOfLeadingZeros(delta));
    int behind = Long.numberOfTrailingZeros(delta);
    boolean isInside = leading != NO_WINDOW && before >= leading && behind >= trailing;
    sink.bit(!isInside);
    if (!isInside) {
      leading = before;
      trailing = behind;
      sink.bits(before, 5);
      sink.bits((64 - before - behind) & 63, 6);
    }
    sink.bits(delta >>> trailing, 64 - leading - trailing);
  }
}
