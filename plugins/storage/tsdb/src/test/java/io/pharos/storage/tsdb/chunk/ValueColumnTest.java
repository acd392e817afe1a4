package io.pharos.storage.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.sample.StaleMarker;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ValueColumnTest {
  private final ValueColumn column = new ValueColumn();

  @Test
  void givesEveryBitBack() {
    for (long seed = 0; seed < 3_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] values = new double[random.nextInt(1, 600)];
      int kind = random.nextInt(10);
      double last = 0;
      for (int i = 0; i < values.length; i++) {
        last = next(kind, last, random);
        values[i] = random.nextInt(40) == 0 ? odd(random) : last;
      }
      check(values, seed);
    }
  }

  private static double next(int kind, double last, SplittableRandom random) {
    return switch (kind) {
      case 0 -> last + random.nextInt(1000);
      case 1 -> random.nextInt(100_000) / 100.0;
      case 2 -> random.nextDouble();
      case 3 -> Double.longBitsToDouble(random.nextLong());
      case 4 -> 7;
      case 5 -> last + random.nextInt(3) * 4096.0;
      case 6 -> random.nextLong(1L << 53);
      case 7 -> -random.nextInt(10) * 1e-7;
      case 8 -> random.nextInt(50) * 1e300;
      default -> last + random.nextInt(1_000_000) / 1e6;
    };
  }

  private static double odd(SplittableRandom random) {
    double[] odd = {
      StaleMarker.VALUE,
      StaleMarker.NORMAL_NAN,
      Double.NEGATIVE_INFINITY,
      -0.0,
      0.0,
      Double.MIN_VALUE,
      Double.longBitsToDouble(0xffff_ffff_ffff_ffffL),
      9.007199254740994e15
    };
    return odd[random.nextInt(odd.length)];
  }

  private void check(double[] values, long seed) {
    Sink sink = new Sink(16);
    sink.u8(99);
    column.encode(values, values.length, sink);
    int size = sink.size();
    double[] back = new double[values.length + 3];
    Source source = new Source().wrap(sink.array(), 1, size);
    column.decode(source, values.length, back, 3);
    assertThat(source.remaining()).as("rest with seed %s", seed).isZero();
    for (int i = 0; i < values.length; i++) {
      assertThat(Double.doubleToRawLongBits(back[i + 3]))
          .as("value %s of seed %s", i, seed)
          .isEqualTo(Double.doubleToRawLongBits(values[i]));
    }
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 4; round++) {
      int from = round == 0 ? values.length - 1 : random.nextInt(values.length);
      int to = round == 1 ? from + 1 : from + 1 + random.nextInt(values.length - from);
      double[] part = new double[to - from + 2];
      column.decode(source.wrap(sink.array(), 1, size), values.length, from, to, part, 1);
      for (int i = from; i < to; i++) {
        assertThat(Double.doubleToRawLongBits(part[1 + i - from]))
            .as("value %s from %s to %s of seed %s", i, from, to, seed)
            .isEqualTo(Double.doubleToRawLongBits(values[i]));
      }
      assertThat(part[0]).isZero();
      assertThat(part[part.length - 1]).isZero();
    }
  }

  @Test
  void takesFewBytesForWhatIsUsual() {
    SplittableRandom random = new SplittableRandom(1);
    double[] counter = new double[480];
    double[] gauge = new double[480];
    double[] constant = new double[480];
    for (int i = 1; i < 480; i++) {
      counter[i] = counter[i - 1] + 100 + random.nextInt(50);
      gauge[i] = random.nextInt(10_000) / 100.0;
    }
    assertThat(bytes(counter)).isLessThan(480);
    assertThat(bytes(gauge)).isLessThan(480 * 2);
    assertThat(bytes(constant)).isLessThan(10);
  }

  private int bytes(double[] values) {
    Sink sink = new Sink(16);
    column.encode(values, values.length, sink);
    return sink.size();
  }
}
