package io.pharos.storage.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.spi.storage.Appender;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.testkit.runtime.FakeContext;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start needs no more memory than running did, whether it reads the log or a checkpoint. */
final class RestartTest {
  private static final long T0 = 1_700_000_000_000L;
  private static final int SERIES = 20_000;

  @TempDir Path folder;

  @Test
  void takesNoMoreMemoryThanRunning() {
    Tsdb tsdb = open();
    long[] refs = new long[SERIES];
    double[] values = new double[SERIES];
    byte[] outcomes = new byte[SERIES];
    try (Appender appender = tsdb.appender()) {
      for (int i = 0; i < SERIES; i++) {
        refs[i] = appender.ref(Labels.of("__name__", "m" + i % 50, "i", "" + i, "instance", "a"));
      }
      for (int step = 0; step < 20; step++) {
        for (int i = 0; i < SERIES; i++) {
          values[i] += i % 100;
        }
        assertThat(appender.appendAt(T0 + 15_000L * step, refs, values, SERIES, outcomes)).isZero();
        appender.commit();
      }
    }
    long running = tsdb.headBytes();
    tsdb.close();
    tsdb = open();
    assertThat(tsdb.headBytes()).isLessThanOrEqualTo(running);
    tsdb.checkpoint();
    tsdb.close();
    tsdb = open();
    assertThat(tsdb.head(1).series()).isEqualTo(SERIES);
    assertThat(tsdb.headBytes()).isLessThanOrEqualTo(running);
    tsdb.close();
  }

  private Tsdb open() {
    Tsdb tsdb =
        new Tsdb(
            TsdbConfig.in(folder.resolve("data").toString()), new FakeContext(folder), Disk.SYSTEM);
    tsdb.start();
    return tsdb;
  }
}
