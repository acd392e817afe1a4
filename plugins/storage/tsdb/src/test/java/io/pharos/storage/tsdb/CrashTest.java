package io.pharos.storage.tsdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.testkit.runtime.FakeContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another process writes and says what was acknowledged; it is killed at a random moment, among
 * appends, checkpoints, cuts of blocks and their joining. Nothing acknowledged may be lost, nothing
 * that was never written may be found. Twenty rounds, with {@code -Dpharos.long=true} two hundred.
 */
final class CrashTest {
  private static final int SERIES = CrashWriter.SERIES;

  @TempDir Path folder;

  @Test
  void losesNothingAcknowledged() throws Exception {
    int rounds = Boolean.getBoolean("pharos.long") ? 200 : 20;
    long seed = Long.getLong("tests.seed", 7);
    SplittableRandom random = new SplittableRandom(seed);
    long acknowledged = -1;
    for (int round = 0; round < rounds; round++) {
      acknowledged = Math.max(acknowledged, runAndKill(random.nextInt(1, 400), round));
      check(acknowledged, round, seed);
    }
    assertThat(acknowledged).isPositive();
  }

  /** Starts a writer, kills it after so many acknowledgements, answers the last one. */
  private long runAndKill(int after, int round) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CrashWriter.class.getName(),
                folder.resolve("data").toString(),
                Integer.toString(round))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long last = -1;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      int count = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = Long.parseLong(line);
        if (++count == after) {
          process.toHandle().destroyForcibly(); // that of the process closes the stream too
        }
      }
    }
    process.waitFor();
    assertThat(last).as("the writer of round %s says something", round).isNotNegative();
    return last;
  }

  private void check(long acknowledged, int round, long seed) {
    TsdbConfig config = CrashWriter.config(folder.resolve("data").toString());
    Tsdb tsdb = new Tsdb(config, new FakeContext(folder), Disk.SYSTEM);
    tsdb.start();
    try {
      Map<Labels, long[]> found = new HashMap<>();
      try (Querier querier = tsdb.querier(0, Long.MAX_VALUE);
          SeriesSet set = querier.select(SelectHints.samples(0, Long.MAX_VALUE), List.of())) {
        for (Series series = set.next(); series != null; series = set.next()) {
          found.put(series.labels(), count(series, acknowledged, round, seed));
        }
      }
      for (int i = 0; i < SERIES; i++) {
        long[] steps = found.remove(CrashWriter.labels(i));
        assertThat(steps).as("series %s after round %s of seed %s", i, round, seed).isNotNull();
      }
      assertThat(found).isEmpty();
    } finally {
      tsdb.close();
    }
  }

  /**
   * All samples from the first step to the acknowledged one must be there, at most one step more.
   */
  private static long[] count(Series series, long acknowledged, int round, long seed) {
    SampleCursor cursor = series.samples(null);
    SampleBatch batch = new SampleBatch(512);
    long expected = 0;
    int number = Integer.parseInt(series.labels().valueOf("i"));
    while (cursor.read(batch) > 0) {
      for (int i = 0; i < batch.size(); i++) {
        assertThat(batch.timestamps()[i])
            .as("step %s of %s after round %s of seed %s", expected, series.labels(), round, seed)
            .isEqualTo(CrashWriter.time(expected));
        assertThat(batch.values()[i]).isEqualTo(CrashWriter.value(expected, number));
        expected++;
      }
      batch.clear();
    }
    assertThat(expected)
        .as("samples of %s after round %s of seed %s", series.labels(), round, seed)
        .isBetween(acknowledged + 1, acknowledged + 2);
    return new long[] {expected};
  }

  /** The settings that both processes use: short blocks, so that much happens. */
  static TsdbConfig config(String path) {
    return TsdbConfig.in(path).withBlockDuration(Duration.ofMinutes(20));
  }
}
