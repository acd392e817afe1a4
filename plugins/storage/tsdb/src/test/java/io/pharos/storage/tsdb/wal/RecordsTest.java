package io.pharos.storage.tsdb.wal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Exemplar;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.error.StorageException;
import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.chunk.Source;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written to a record comes back to the bit, and in few bytes. */
final class RecordsTest {
  private static final long T0 = 1_700_000_000_000L;
  private static final long GENERATION = 1L << 32;

  private final Records records = new Records();
  private final Sink sink = new Sink(64);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void samplesComeBack(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      int count = random.nextInt(1, 200);
      long[] refs = new long[count];
      long[] times = new long[count];
      double[] values = new double[count];
      long ref = GENERATION + 8L * random.nextInt(1, 1 << 20);
      long time = T0;
      for (int i = 0; i < count; i++) {
        switch (random.nextInt(8)) {
          case 0 -> ref = GENERATION * random.nextInt(1, 1 << 30) + random.nextInt(8, 1 << 30);
          case 1 -> ref -= 8;
          case 2 -> {}
          default -> ref += 8;
        }
        time += random.nextInt(3) == 0 ? random.nextInt(-1, 30_000) : 0;
        refs[i] = ref;
        times[i] = time;
        values[i] = value(random);
      }
      boolean late = random.nextBoolean();
      records.samples(late, refs, times, values, count, sink.clear());
      Rows rows = read();
      assertThat(rows.late).isEqualTo(late);
      assertThat(rows.text).hasSize(count);
      for (int i = 0; i < count; i++) {
        assertThat(rows.text.get(i)).isEqualTo(text(refs[i], times[i], values[i]));
      }
    }
  }

  private static double value(SplittableRandom random) {
    return switch (random.nextInt(14)) {
      case 0 -> 0;
      case 1 -> -0.0;
      case 2 -> StaleMarker.VALUE;
      case 3 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NaN;
      case 4 -> random.nextLong();
      case 5 -> random.nextInt(1000) / 100.0;
      case 6 -> random.nextLong(1L << 50) / 1000.0;
      case 7 -> random.nextDouble();
      case 8 -> random.nextInt(4000) * 1073741824.0;
      case 9 -> Double.longBitsToDouble(random.nextLong());
      case 10 -> Long.MAX_VALUE - random.nextInt(3);
      case 11 -> random.nextInt(1 << 30) / 1e9;
      default -> random.nextInt(-50, 50);
    };
  }

  @Test
  void seriesComeBackAndTakeWhatDiffers() {
    List<String> expected = new ArrayList<>();
    records.startSeries(1000, sink.clear());
    for (int i = 0; i < 1000; i++) {
      String labels =
          "__name__|http_requests_total|handler|/api/v1/resource"
              + i / 12
              + "|instance|host-1|job|fleet|le|"
              + i % 12
              + "|method|"
              + (i % 3 == 0 ? "GET" : "")
              + "|";
      byte[] form = labels.getBytes(UTF_8);
      records.series(GENERATION + 8L * i, form, form.length, sink);
      expected.add(GENERATION + 8L * i + " " + labels);
    }
    assertThat(read().text).isEqualTo(expected);
    assertThat(sink.size() / 1000.0).isLessThan(20);
  }

  @Test
  void exemplarsComeBack() {
    Exemplar exemplar = new Exemplar(Labels.of("span_id", "é", "trace_id", "abc"), -0.5, T0);
    sink.clear().u8(WalFormat.EXEMPLARS);
    sink.varint(1);
    Records.exemplar(77, exemplar, sink);
    assertThat(read().text).containsExactly("77 " + exemplar);
  }

  @Test
  void aScrapeTakesFewBytes() {
    Scrape scrape = new Scrape(2000);
    scrape.write(records, sink.clear());
    assertThat(sink.size() / 2000.0).isLessThan(5);
    assertThat(read().text).hasSize(2000);
  }

  @Test
  void writingAllocatesNothing() {
    Scrape scrape = new Scrape(2000);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 2000; i++) {
      scrape.write(records, sink.clear());
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100; i++) {
      scrape.write(records, sink.clear());
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  @Test
  void damageIsNoticedWithoutHarm() {
    SplittableRandom random = new SplittableRandom(3);
    Scrape scrape = new Scrape(100);
    records.startSeries(1, sink.clear());
    records.series(9, new byte[] {'a', 'b'}, 2, sink);
    scrape.write(records, sink);
    byte[] whole = sink.toByteArray();
    int noticed = 0;
    for (int round = 0; round < 5000; round++) {
      byte[] bytes = whole.clone();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        records.read(new Source().wrap(bytes, 0, bytes.length), new Rows());
      } catch (StorageException e) {
        assertThat(e.code()).isEqualTo(StorageException.Code.CORRUPT);
        noticed++;
      }
    }
    assertThat(noticed).isPositive();
    assertThatThrownBy(
            () -> records.read(new Source().wrap(whole, 0, whole.length - 1), new Rows()))
        .isInstanceOf(StorageException.class);
  }

  private Rows read() {
    Rows rows = new Rows();
    records.read(new Source().wrap(sink.array(), 0, sink.size()), rows);
    return rows;
  }

  private static String text(long ref, long time, double value) {
    return ref + " " + time + " " + Long.toHexString(Double.doubleToRawLongBits(value));
  }

  /** The values of a machine with a service: buckets, seconds, bytes, sizes, pages, noise. */
  private static final class Scrape {
    private final long[] refs;
    private final long[] times;
    private final double[] values;

    Scrape(int count) {
      refs = new long[count];
      times = new long[count];
      values = new double[count];
      SplittableRandom random = new SplittableRandom(1);
      double bucket = 0;
      for (int i = 0; i < count; i++) {
        refs[i] = GENERATION + 8L * (i + 17);
        times[i] = T0;
        bucket = i % 12 == 0 ? random.nextInt(10_000) : bucket + random.nextInt(300);
        int share = i * 100 / count;
        values[i] =
            share < 36
                ? bucket
                : share < 56
                    ? Math.round(random.nextDouble() * 1e7) / 100.0
                    : share < 76
                        ? random.nextLong(1L << 40)
                        : share < 84
                            ? random.nextInt(4000) * 1073741824.0
                            : share < 94 ? 4096.0 * random.nextInt(1_000_000) : random.nextDouble();
      }
    }

    void write(Records records, Sink sink) {
      records.samples(false, refs, times, values, refs.length, sink);
    }
  }

  /** What was read, as text. */
  private static final class Rows implements Records.Visitor {
    final List<String> text = new ArrayList<>();
    boolean late;

    @Override
    public void series(long ref, byte[] form, int length) {
      text.add(ref + " " + new String(form, 0, length, UTF_8));
    }

    @Override
    public void sample(long ref, long timestamp, double value, boolean isLate) {
      text.add(RecordsTest.text(ref, timestamp, value));
      late = isLate;
    }

    @Override
    public void histogram(long ref, long timestamp, Histogram histogram, boolean isLate) {
      text.add(ref + " " + timestamp + " " + histogram);
    }

    @Override
    public void exemplar(long ref, Exemplar exemplar) {
      text.add(ref + " " + exemplar);
    }
  }
}
