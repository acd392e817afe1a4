package io.pharos.storage.tsdb.prometheus;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.storage.SampleBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

final class ChunkTest {
  private static final long T0 = 1_700_000_000_000L;

  private final SplittableRandom random = new SplittableRandom(7);
  private final BitSink sink = new BitSink();
  private final BitSource source = new BitSource();

  @Test
  void numbersOfAllSizesComeBack() {
    List<Long> numbers = new ArrayList<>(List.of(0L, Long.MAX_VALUE, Long.MIN_VALUE));
    for (int shift = 0; shift < 63; shift++) {
      for (long near = -2; near <= 2; near++) {
        numbers.add((1L << shift) + near);
        numbers.add(-(1L << shift) + near);
      }
    }
    for (long number : numbers) {
      sink.varbit(number);
      sink.unsignedVarbit(number);
      sink.varint(number);
    }
    source.wrap(sink.array(), 0, sink.size());
    for (long number : numbers) {
      assertThat(source.varbit()).isEqualTo(number);
      assertThat(source.unsignedVarbit()).isEqualTo(number);
      assertThat(source.varint()).isEqualTo(number);
    }
  }

  @Test
  void theBitsOfSmallNumbersAreThoseOfTheFormat() {
    for (long number : new long[] {0, 1, -3, 4, 5}) {
      sink.varbit(number);
    }
    // 0, 10 001, 10 101, 10 100, 110 000101
    assertThat(sink.array()).startsWith(0b01000110, 0b10110100, 0b11000010, 0b10000000);
  }

  @Test
  void floatsComeBackToTheBit() {
    double[] special = {
      0, -0.0, 1, Double.NaN, StaleMarker.VALUE, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 1e300
    };
    for (int round = 0; round < 200; round++) {
      SampleBatch batch = new SampleBatch(128);
      long time = T0 + random.nextInt(100_000);
      double value = random.nextInt(1000);
      for (int i = random.nextInt(120); i >= 0; i--) {
        batch.add(time, value);
        time += random.nextInt(10) == 0 ? random.nextLong(1L << random.nextInt(1, 40)) + 1 : 15_000;
        value =
            switch (random.nextInt(4)) {
              case 0 -> special[random.nextInt(special.length)];
              case 1 -> random.nextDouble();
              default -> value + random.nextInt(5);
            };
      }
      new FloatChunk().encode(batch, 0, batch.size(), sink);
      SampleBatch back = new SampleBatch(16);
      new FloatChunk().decode(source.wrap(sink.array(), 0, sink.size()), back);
      assertThat(back.size()).isEqualTo(batch.size());
      for (int i = 0; i < batch.size(); i++) {
        assertThat(back.timestamps()[i]).isEqualTo(batch.timestamps()[i]);
        assertThat(Double.doubleToRawLongBits(back.values()[i]))
            .isEqualTo(Double.doubleToRawLongBits(batch.values()[i]));
      }
    }
  }

  @Test
  void wholeHistogramsComeBack() {
    long[] counts = new long[5];
    roundTrip(
        100,
        i -> {
          for (int b = 0; b < counts.length; b++) {
            counts[b] += random.nextInt(3);
          }
          return Histogram.builder()
              .integer(true)
              .schema(3)
              .resetHint(i == 0 ? ResetHint.UNKNOWN : ResetHint.NOT_RESET)
              .zero(0.001, (double) counts[0])
              .count((double) (counts[0] + counts[1] + counts[2] + counts[3] + counts[4]))
              .sum(i * 1.25)
              .positive(new int[] {-2, 2, 3, 1}, new double[] {counts[1], counts[2], counts[3]})
              .negative(new int[] {1, 1}, new double[] {counts[4]})
              .build();
        });
  }

  @Test
  void floatHistogramsAndGaugesComeBack() {
    roundTrip(
        60,
        i ->
            Histogram.builder()
                .schema(-2)
                .resetHint(ResetHint.GAUGE)
                .zero(Math.scalb(1.0, -128), random.nextDouble())
                .count(random.nextDouble() * 9)
                .sum(-random.nextDouble())
                .positive(new int[] {0, 2}, new double[] {random.nextDouble(), random.nextInt(5)})
                .build());
  }

  @Test
  void customBoundsComeBack() {
    double[] bounds = {0.005, 0.1, 1, 2.5, 33_554.431, 1.0 / 3};
    roundTrip(
        3,
        i ->
            Histogram.builder()
                .schema(Histogram.CUSTOM)
                .integer(true)
                .resetHint(i == 0 ? ResetHint.UNKNOWN : ResetHint.NOT_RESET)
                .customBounds(bounds)
                .count(3 * i)
                .sum(i)
                .positive(new int[] {1, 2, 2, 1}, new double[] {i, i, i})
                .build());
  }

  private void roundTrip(int count, IntFunction<Histogram> make) {
    List<Histogram> histograms = new ArrayList<>();
    long[] times = new long[count];
    for (int i = 0; i < count; i++) {
      histograms.add(make.apply(i));
      times[i] = T0 + 15_000L * i + (i == 5 ? 1 : 0);
      assertThat(i == 0 || HistogramChunk.follows(histograms.get(i - 1), histograms.get(i)))
          .isTrue();
    }
    HistogramChunk chunk = new HistogramChunk();
    int encoding = chunk.encode(histograms, times, 0, sink);
    SampleBatch back = new SampleBatch(16);
    source.wrap(sink.array(), 0, sink.size());
    if (encoding == HistogramChunk.WHOLE) {
      chunk.decodeWhole(source, back);
    } else {
      chunk.decodeFloats(source, back);
    }
    assertThat(back.size()).isEqualTo(count);
    for (int i = 0; i < count; i++) {
      assertThat(back.timestamps()[i]).isEqualTo(times[i]);
      assertThat(requireNonNull(back.histograms())[i]).isEqualTo(histograms.get(i));
    }
  }

  @Test
  void aChunkEndsBeforeAResetAnotherLayoutAndBehindAStaleMarker() {
    Histogram ten = counter(10, ResetHint.UNKNOWN);
    assertThat(HistogramChunk.follows(ten, counter(11, ResetHint.UNKNOWN))).isTrue();
    assertThat(HistogramChunk.follows(ten, counter(9, ResetHint.UNKNOWN))).isFalse();
    assertThat(HistogramChunk.follows(ten, counter(11, ResetHint.RESET))).isFalse();
    assertThat(HistogramChunk.follows(ten, counter(11, ResetHint.GAUGE))).isFalse();
    Histogram wider = ten.toBuilder().positive(new int[] {0, 2}, new double[] {10, 0}).build();
    assertThat(HistogramChunk.follows(ten, wider)).isFalse();
    Histogram stale = Histogram.stale().toBuilder().integer(true).build();
    assertThat(HistogramChunk.follows(ten, stale)).isTrue();
    assertThat(HistogramChunk.follows(stale, ten)).isFalse();
  }

  private static Histogram counter(int count, ResetHint hint) {
    return Histogram.builder()
        .integer(true)
        .resetHint(hint)
        .count(count)
        .positive(new int[] {0, 1}, new double[] {count})
        .build();
  }
}
