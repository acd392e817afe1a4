package io.pharos.storage.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.testkit.runtime.FakeContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buckets of a histogram are written by one of them, and come back to the bit. */
final class BucketBlockTest {
  private static final long T0 = 1_700_006_400_000L;
  private static final String[] BOUNDS = {"0.1", "0.5", "1", "5", "10", "+Inf"};
  private static final int STEPS = 1500;
  private static final int METHODS = 3;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void comeBack(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tsdb tsdb =
        new Tsdb(
            TsdbConfig.in(folder.resolve("data").toString())
                .withBlockDuration(Duration.ofHours(12)),
            new FakeContext(folder),
            Disk.SYSTEM);
    tsdb.start();
    Map<Labels, StringBuilder> expected = new TreeMap<>();
    double[] counts = new double[METHODS * (BOUNDS.length + 1)];
    for (int step = 0; step < STEPS; step++) {
      observe(counts, random);
      append(tsdb, step, counts, random, expected);
    }
    tsdb.flush();
    assertThat(read(tsdb)).isEqualTo(text(expected));
    assertThat(tsdb.blocks()).isNotEmpty();
    tsdb.close();
  }

  private static void observe(double[] counts, SplittableRandom random) {
    for (int method = 0; method < METHODS; method++) {
      int at = method * (BOUNDS.length + 1);
      if (random.nextInt(400) == 0) {
        java.util.Arrays.fill(counts, at, at + BOUNDS.length + 1, 0);
      }
      int requests = random.nextInt(3) == 0 ? random.nextInt(300) : 0;
      int below = 0;
      for (int i = 0; i < BOUNDS.length; i++) {
        below = i == BOUNDS.length - 1 ? requests : below + random.nextInt(requests - below + 1);
        counts[at + i] += below;
      }
      counts[at + BOUNDS.length] += requests;
    }
  }

  private static void append(
      Tsdb tsdb,
      int step,
      double[] counts,
      SplittableRandom random,
      Map<Labels, StringBuilder> expected) {
    try (Appender appender = tsdb.appender()) {
      long[] ref = new long[1];
      double[] value = new double[1];
      byte[] outcome = new byte[1];
      for (int i = 0; i < counts.length; i++) {
        boolean isMissing = random.nextInt(700) == 0;
        if (isMissing && i % 2 == 0) {
          continue;
        }
        value[0] = isMissing ? StaleMarker.VALUE : counts[i];
        Labels labels = labels(i);
        ref[0] = appender.ref(labels);
        appender.appendAt(T0 + 15_000L * step, ref, value, 1, outcome);
        expected
            .computeIfAbsent(labels, l -> new StringBuilder())
            .append(step)
            .append('=')
            .append(Long.toHexString(Double.doubleToRawLongBits(value[0])))
            .append(' ');
      }
      appender.commit();
    }
  }

  private static Labels labels(int i) {
    int bound = i % (BOUNDS.length + 1);
    String method = "M" + i / (BOUNDS.length + 1);
    return bound == BOUNDS.length
        ? Labels.of("__name__", "http_seconds_count", "instance", "a", "method", method)
        : Labels.of(
            "__name__",
            "http_seconds_bucket",
            "instance",
            "a",
            "le",
            BOUNDS[bound],
            "method",
            method);
  }

  private static Map<Labels, String> text(Map<Labels, StringBuilder> from) {
    Map<Labels, String> text = new TreeMap<>();
    from.forEach((labels, samples) -> text.put(labels, samples.toString()));
    return text;
  }

  private static Map<Labels, String> read(Tsdb tsdb) {
    Map<Labels, String> found = new TreeMap<>();
    try (Querier querier = tsdb.querier(0, Long.MAX_VALUE);
        SeriesSet set = querier.select(SelectHints.samples(0, Long.MAX_VALUE), List.of())) {
      SampleCursor cursor = null;
      for (Series series = set.next(); series != null; series = set.next()) {
        SampleBatch batch = new SampleBatch(2000);
        cursor = series.samples(cursor);
        while (cursor.read(batch) > 0) {
          batch.reserve(500);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < batch.size(); i++) {
          text.append((batch.timestamps()[i] - T0) / 15_000)
              .append('=')
              .append(Long.toHexString(Double.doubleToRawLongBits(batch.values()[i])))
              .append(' ');
        }
        found.put(series.labels(), text.toString());
      }
    }
    return found;
  }

  @Test
  void takeLittleSpaceWhereTheyGrowTogether() {
    long together = bytes("le");
    long apart = bytes("other");
    assertThat(together).isLessThan(apart / 2);
  }

  private long bytes(String label) {
    Tsdb tsdb =
        new Tsdb(
            TsdbConfig.in(folder.resolve(label).toString()), new FakeContext(folder), Disk.SYSTEM);
    tsdb.start();
    SplittableRandom random = new SplittableRandom(1);
    double[] values = new double[100];
    long[] refs = new long[100];
    byte[] outcomes = new byte[100];
    try (Appender appender = tsdb.appender()) {
      for (int i = 0; i < 100; i++) {
        refs[i] = appender.ref(Labels.of("__name__", "h_bucket", label, i == 99 ? "+Inf" : "" + i));
      }
      for (int step = 0; step < 450; step++) {
        int requests = random.nextInt(4000);
        for (int i = 0; i < 100; i++) {
          values[i] += Math.floorDiv(requests * (i + 1), 100);
        }
        appender.appendAt(T0 + 15_000L * step, refs, values, 100, outcomes);
        appender.commit();
      }
    }
    tsdb.flush();
    long bytes = tsdb.blocks().getFirst().bytes();
    tsdb.close();
    return bytes;
  }
}
