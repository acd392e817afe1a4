package io.pharos.storage.tsdb;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pharos.model.label.Labels;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.testkit.runtime.FakeContext;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The process that {@link CrashTest} kills: appends step by step, and prints each step once it is
 * committed.
 */
final class CrashWriter {
  static final int SERIES = 30;
  private static final long T0 = 1_700_000_000_000L;

  private CrashWriter() {}

  static TsdbConfig config(String path) {
    return CrashTest.config(path);
  }

  static Labels labels(int i) {
    return Labels.of(
        "__name__", "crash_" + i % 5, "i", "" + i, "job", "j" + i % 4, "instance", "x");
  }

  static long time(long step) {
    return T0 + 15_000 * step;
  }

  static double value(long step, int series) {
    return series % 3 == 0
        ? (double) (step * 7 + series)
        : series % 3 == 1 ? step / 8.0 : Math.sqrt((double) (step + series));
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
    FakeContext context = new FakeContext(folder);
    Tsdb tsdb = new Tsdb(config(folder.toString()), context, Disk.SYSTEM);
    tsdb.start();
    Thread.ofPlatform().daemon().start(() -> maintain(tsdb, random.split()));
    long step = next(tsdb);
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        Appender appender = tsdb.appender()) {
      long[] refs = new long[SERIES];
      double[] values = new double[SERIES];
      byte[] outcomes = new byte[SERIES];
      while (true) {
        for (int i = 0; i < SERIES; i++) {
          refs[i] = appender.ref(labels(i));
          values[i] = value(step, i);
        }
        if (appender.appendAt(time(step), refs, values, SERIES, outcomes) > 0) {
          throw new IllegalStateException("refused");
        }
        appender.commit();
        out.write((step + "\n").getBytes(US_ASCII));
        step++;
      }
    }
  }

  private static void maintain(Tsdb tsdb, SplittableRandom random) {
    while (true) {
      switch (random.nextInt(8)) {
        case 0 -> tsdb.checkpoint();
        default -> tsdb.maintain();
      }
    }
  }

  /** The step behind the newest that is stored. */
  private static long next(Tsdb tsdb) {
    long next = 0;
    try (Querier querier = tsdb.querier(0, Long.MAX_VALUE);
        SeriesSet set = querier.select(SelectHints.samples(0, Long.MAX_VALUE), List.of())) {
      for (Series series = set.next(); series != null; series = set.next()) {
        SampleCursor cursor = series.samples(null);
        SampleBatch batch = new SampleBatch(1024);
        while (cursor.read(batch) > 0) {
          next = Math.max(next, (batch.timestamps()[batch.size() - 1] - T0) / 15_000 + 1);
          batch.clear();
        }
      }
    }
    return next;
  }
}
