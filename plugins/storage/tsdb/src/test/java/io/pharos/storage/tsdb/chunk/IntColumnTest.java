package io.pharos.storage.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class IntColumnTest {
  private final IntColumn column = new IntColumn();

  @Test
  void givesEveryNumberBack() {
    for (long seed = 0; seed < 3_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] numbers = new long[random.nextInt(1, 520)];
      int bits = random.nextInt(1, 65);
      int zeros = random.nextInt(6);
      boolean sums = random.nextBoolean();
      for (int i = 0; i < numbers.length; i++) {
        long next = zeros > 0 && random.nextInt(zeros) > 0 ? 0 : random.nextLong() >> (64 - bits);
        numbers[i] = sums && i > 0 ? numbers[i - 1] + next : next;
      }
      Sink sink = new Sink(16);
      column.encode(numbers, numbers.length, sink);
      long[] back = new long[numbers.length + IntColumn.SLACK];
      Source source = new Source().wrap(sink.array(), 0, sink.size());
      column.decode(source, numbers.length, back, 0);
      assertThat(Arrays.copyOf(back, numbers.length)).as("seed %s", seed).isEqualTo(numbers);
      assertThat(source.remaining()).isZero();
    }
  }

  @Test
  void regularTimesTakeAFewBytes() {
    long[] times = new long[480];
    for (int i = 0; i < times.length; i++) {
      times[i] = 1_700_000_000_000L + 15_000L * i;
    }
    Sink sink = new Sink(16);
    column.encode(times, times.length, sink);
    assertThat(sink.size()).isLessThan(24);
  }
}
