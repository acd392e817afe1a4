package io.pharos.storage.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.spi.storage.Appender;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.testkit.runtime.FakeContext;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tenth of the series is replaced by new ones every ten minutes of written time, for a day of it:
 * what the head holds does not grow.
 */
final class ChurnTest {
  private static final long T0 = 1_700_006_400_000L;
  private static final long MINUTE = 60_000;
  private static final int SERIES = 600;
  private static final int REPLACED = SERIES / 10;
  private static final int ROUND = 10;
  private static final int MINUTES = 24 * 60;

  @TempDir Path folder;

  @Test
  void doesNotGrowTheHead() {
    Tsdb tsdb =
        new Tsdb(
            TsdbConfig.in(folder.resolve("data").toString()), new FakeContext(folder), Disk.SYSTEM);
    tsdb.start();
    long[] refs = new long[SERIES];
    double[] values = new double[SERIES];
    byte[] outcomes = new byte[SERIES];
    long mostBytes = 0;
    long mostSeries = 0;
    try (Appender appender = tsdb.appender()) {
      for (int i = 0; i < SERIES; i++) {
        refs[i] = appender.ref(labels(i, 0));
      }
      for (int minute = 0; minute < MINUTES; minute++) {
        int round = minute / ROUND;
        for (int i = 0; minute % ROUND == 0 && i < REPLACED; i++) {
          int at = (round * REPLACED + i) % SERIES;
          refs[at] = appender.ref(labels(at, round));
          values[at] = 0;
        }
        for (int i = 0; i < SERIES; i++) {
          values[i] += i;
        }
        assertThat(appender.appendAt(T0 + minute * MINUTE, refs, values, SERIES, outcomes))
            .isZero();
        appender.commit();
        if (minute % 30 == 0) {
          tsdb.maintain();
          if (minute < 8 * 60) {
            mostBytes = Math.max(mostBytes, tsdb.headBytes());
            mostSeries = Math.max(mostSeries, tsdb.head(1).series());
          } else {
            assertThat(tsdb.headBytes()).isLessThanOrEqualTo(mostBytes * 11 / 10);
            assertThat(tsdb.head(1).series()).isLessThanOrEqualTo(mostSeries * 11 / 10);
          }
        }
      }
    }
    // what is younger than two ranges, and no more
    assertThat(tsdb.head(1).series()).isLessThan(SERIES + 36 * REPLACED);
    tsdb.close();
  }

  private static Labels labels(int i, int round) {
    return Labels.of(
        "__name__", "m" + i % 20, "instance", "i" + i % 7, "pod", "pod-" + i + "-" + round);
  }
}
