package io.pharos.storage.tsdb.prometheus;

import io.pharos.spi.storage.SampleBatch;

/** Chunks of floats: times as differences of differences, values as XOR. Confined to one thread. */
final class FloatChunk {
  static final int ENCODING = 1;

  /** Bits of a difference by the count of ones before it. */
  private static final int[] WIDTHS = {0, 14, 17, 20, 64};

  private final XorValue value = new XorValue();

  /** Appends all samples. */
  void decode(BitSource source, SampleBatch batch) {
    int count = (int) source.bits(16);
    batch.reserve(count);
    long time = 0;
    long step = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0) {
        time = source.varint();
        value.start(source.bits(64));
      } else {
        if (i == 1) {
          step = source.unsignedVarint();
        } else {
          int width = WIDTHS[source.ones(4)];
          step += width == 0 ? 0 : source.signed(width);
        }
        time += step;
        value.read(source);
      }
      batch.add(time, value.value());
    }
  }

  /** Writes samples of a batch. */
  void encode(SampleBatch batch, int from, int to, BitSink sink) {
    sink.clear();
    sink.bits(to - from, 16);
    long[] times = batch.timestamps();
    double[] values = batch.values();
    long step = 0;
    for (int i = from; i < to; i++) {
      if (i == from) {
        sink.varint(times[i]);
        long first = Double.doubleToRawLongBits(values[i]);
        sink.bits(first, 64);
        value.start(first);
        continue;
      }
      long next = times[i] - times[i - 1];
      if (i == from + 1) {
        sink.unsignedVarint(next);
      } else {
        int length = 0;
        while (length == 0 ? next != step : !BitSink.fits(next - step, WIDTHS[length])) {
          length++;
        }
        sink.ones(length, 4);
        sink.bits(next - step, WIDTHS[length]);
      }
      step = next;
      value.write(values[i], sink);
    }
  }
}
