package io.pharos.storage.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.testkit.runtime.FakeContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Series that say when they started get a zero there, if the feature is on. */
final class StartTest {
  private static final long T0 = 1_700_000_000_000L;
  private static final Labels SERIES = Labels.of("__name__", "m");

  @TempDir Path folder;

  @Test
  void putsAZeroWhereASeriesStarted() {
    Tsdb tsdb = open("created-timestamp-zero-ingestion");
    append(tsdb, T0, 10, T0 - 500);
    append(tsdb, T0 + 1000, 20, T0 - 500);
    append(tsdb, T0 + 2000, 5, T0 + 1500);
    append(tsdb, T0 + 3000, 6, T0 + 3000);
    assertThat(read(tsdb)).isEqualTo("-500=0.0 0=10.0 1000=20.0 1500=0.0 2000=5.0 3000=6.0 ");
    tsdb.close();
    Tsdb again = open("created-timestamp-zero-ingestion");
    assertThat(read(again)).isEqualTo("-500=0.0 0=10.0 1000=20.0 1500=0.0 2000=5.0 3000=6.0 ");
    again.close();
  }

  @Test
  void doesNotWithoutTheFeature() {
    Tsdb tsdb = open();
    append(tsdb, T0, 10, T0 - 500);
    assertThat(read(tsdb)).isEqualTo("0=10.0 ");
    tsdb.close();
  }

  @Test
  void theZeroOfAHistogramIsAHistogram() {
    Tsdb tsdb = open("created-timestamp-zero-ingestion");
    Histogram histogram =
        Histogram.builder()
            .schema(1)
            .integer(true)
            .count(3)
            .sum(4)
            .positive(new int[] {0, 1}, new double[] {3})
            .build();
    try (Appender appender = tsdb.appender()) {
      long ref = appender.ref(SERIES);
      appender.startTimestamp(ref, T0 - 500);
      appender.appendHistogram(ref, T0, histogram);
      appender.commit();
    }
    assertThat(read(tsdb)).isEqualTo("-500=0.0h 0=3.0h ");
    tsdb.close();
  }

  private Tsdb open(String... features) {
    Tsdb tsdb =
        new Tsdb(
            TsdbConfig.in(folder.resolve("data").toString()),
            new FakeContext(folder, features),
            Disk.SYSTEM);
    tsdb.start();
    return tsdb;
  }

  private static void append(Tsdb tsdb, long time, double value, long start) {
    try (Appender appender = tsdb.appender()) {
      long ref = appender.ref(SERIES);
      appender.startTimestamp(ref, start);
      byte[] outcomes = new byte[1];
      appender.appendAt(time, new long[] {ref}, new double[] {value}, 1, outcomes);
      assertThat(outcomes[0]).isZero();
      appender.commit();
    }
  }

  private static String read(Tsdb tsdb) {
    StringBuilder text = new StringBuilder();
    try (Querier querier = tsdb.querier(0, Long.MAX_VALUE);
        SeriesSet set = querier.select(SelectHints.samples(0, Long.MAX_VALUE), List.of())) {
      for (Series series = set.next(); series != null; series = set.next()) {
        SampleBatch batch = new SampleBatch(64);
        var cursor = series.samples(null);
        while (cursor.read(batch) > 0) {
          batch.reserve(64);
        }
        Histogram[] histograms = batch.histograms();
        for (int i = 0; i < batch.size(); i++) {
          Histogram histogram = histograms == null ? null : histograms[i];
          text.append(batch.timestamps()[i] - T0)
              .append('=')
              .append(histogram == null ? batch.values()[i] + "" : histogram.count() + "h")
              .append(' ');
        }
      }
    }
    return text.toString();
  }
}
