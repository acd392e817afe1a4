package io.pharos.storage.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.label.MatchType;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.storage.AppendOutcome;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations on a storage and on a plain map must read the same at every step. */
final class TsdbModelTest {
  private static final long T0 = 1_700_000_000_000L;
  private static final LabelMatcher ALL = new LabelMatcher(MatchType.NOT_EQUAL, Label.NAME, "");

  @TempDir Path folder;

  private final Map<Labels, TreeMap<Long, Double>> model = new TreeMap<>();
  private SplittableRandom random = new SplittableRandom(0);
  private final Set<Long> used = new HashSet<>();
  private long now = T0;
  private long lateFloor;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void readsWhatAPlainMapHolds(long seed) {
    random = new SplittableRandom(seed);
    boolean hasWindow = seed % 2 == 0;
    TsdbConfig config =
        TsdbConfig.in(folder.resolve("data").toString())
            .withBlockDuration(Duration.ofMinutes(10))
            .withWindow(hasWindow ? Duration.ofMinutes(30) : Duration.ZERO);
    Tsdb tsdb = open(config);
    for (int step = 0; step < 120; step++) {
      switch (random.nextInt(24)) {
        case 0 -> tsdb.flush();
        case 1, 2 -> tsdb.maintain();
        case 3 -> tsdb.checkpoint();
        case 4 -> {
          tsdb.close();
          tsdb = open(config);
        }
        case 5 -> delete(tsdb);
        case 6 -> tsdb.cleanTombstones();
        default -> append(tsdb, hasWindow);
      }
      if (step % 4 == 0) {
        check(tsdb, step);
      }
    }
    check(tsdb, -1);
    tsdb.close();
  }

  private Tsdb open(TsdbConfig config) {
    Tsdb tsdb = new Tsdb(config, new FakeContext(folder), Disk.SYSTEM);
    tsdb.start();
    return tsdb;
  }

  private void append(Tsdb tsdb, boolean hasWindow) {
    try (Appender appender = tsdb.appender()) {
      for (int round = random.nextInt(1, 30); round > 0; round--) {
        int target = random.nextInt(3);
        int count = random.nextInt(1, 25);
        long[] refs = new long[count];
        double[] values = new double[count];
        byte[] outcomes = new byte[count];
        Labels[] labels = new Labels[count];
        for (int i = 0; i < count; i++) {
          labels[i] =
              Labels.of(
                  "__name__", "m" + i % 7, "i", "" + i, "job", "j" + target, "zone", "z" + (i % 3));
          refs[i] = appender.ref(labels[i]);
          values[i] = value(i);
        }
        long time = time(hasWindow);
        appender.appendAt(time, refs, values, count, outcomes);
        for (int i = 0; i < count; i++) {
          if (outcomes[i] == AppendOutcome.OK) {
            model.computeIfAbsent(labels[i], l -> new TreeMap<>()).putIfAbsent(time, values[i]);
          }
        }
        now += 15_000 + (random.nextInt(3) == 0 ? random.nextInt(3) : 0);
      }
      appender.commit();
    }
  }

  /** A time that no sample has: which of two values of one time counts is not said. */
  private long time(boolean hasWindow) {
    long time = now;
    if (hasWindow && random.nextInt(4) == 0) {
      time = Math.max(lateFloor, now - random.nextInt(1_500_000));
    }
    while (!used.add(time)) {
      time++;
    }
    now = Math.max(now, time);
    return time;
  }

  private double value(int i) {
    return switch (i % 6) {
      case 0 -> now / 1000 % 100_000;
      case 1 -> random.nextInt(1000) / 100.0;
      case 2 -> random.nextDouble();
      case 3 -> 42;
      case 4 -> random.nextInt(10) == 0 ? StaleMarker.VALUE : random.nextInt(5) * 4096.0;
      default -> random.nextInt(5) == 0 ? -0.0 : -random.nextInt(100);
    };
  }

  private void delete(Tsdb tsdb) {
    long mint = T0 + random.nextLong(Math.max(1, now - T0));
    long maxt = mint + random.nextInt(1_000_000);
    String job = "j" + random.nextInt(3);
    tsdb.delete(mint, maxt, List.of(LabelMatcher.equal("job", job)));
    model.forEach(
        (labels, samples) -> {
          if (labels.valueOf("job").equals(job)) {
            samples.subMap(mint, true, maxt, true).clear();
          }
        });
    now = Math.max(now, maxt + 1); // late samples in a deleted range stay hidden
    lateFloor = Math.max(lateFloor, now);
  }

  private void check(Tsdb tsdb, int step) {
    long mint = random.nextBoolean() ? 0 : T0 + random.nextLong(Math.max(1, now - T0));
    long maxt = random.nextBoolean() ? now + 1 : mint + random.nextInt(2_000_000);
    Map<Labels, String> found = new TreeMap<>();
    try (Querier querier = tsdb.querier(mint, maxt);
        SeriesSet set = querier.select(SelectHints.samples(mint, maxt), List.of(ALL))) {
      SampleCursor cursor = null;
      for (Series series = set.next(); series != null; series = set.next()) {
        SampleBatch batch = new SampleBatch(64);
        cursor = series.samples(cursor);
        while (cursor.read(batch) > 0) {
          batch.reserve(random.nextInt(1, 700));
        }
        if (batch.size() > 0) {
          StringBuilder text = new StringBuilder();
          for (int i = 0; i < batch.size(); i++) {
            text(text, batch.timestamps()[i], batch.values()[i]);
          }
          assertThat(found.put(series.labels(), text.toString())).isNull();
        }
      }
    }
    Map<Labels, String> expected = new TreeMap<>();
    model.forEach(
        (labels, samples) -> {
          StringBuilder text = new StringBuilder();
          if (mint <= maxt) {
            samples.subMap(mint, true, maxt, true).forEach((t, v) -> text(text, t, v));
          }
          if (!text.isEmpty()) {
            expected.put(labels, text.toString());
          }
        });
    assertThat(found.keySet()).as("series at step %s", step).isEqualTo(expected.keySet());
    expected.forEach(
        (labels, text) ->
            assertThat(found.get(labels))
                .as("samples of %s at step %s", labels, step)
                .isEqualTo(text));
  }

  private static void text(StringBuilder text, long time, double value) {
    text.append(time - T0)
        .append('=')
        .append(Long.toHexString(Double.doubleToRawLongBits(value)))
        .append(' ');
  }
}
