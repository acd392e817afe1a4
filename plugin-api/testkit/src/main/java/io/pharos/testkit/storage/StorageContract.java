package io.pharos.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import io.pharos.spi.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Storage} must do: appending, reading, histograms, and many users at once. A
 * storage's test extends it and says how an empty one is made; abilities beyond the least,
 * histograms above all, are only asked of those who have them.
 */
public abstract class StorageContract extends HistogramContract {
  @Test
  void manyAppendersAndReadersAtOnce() throws Exception {
    int writers = 6;
    int rounds = 150;
    try (var executor = Executors.newFixedThreadPool(writers + 2)) {
      List<Future<?>> running = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        int writer = w;
        running.add(executor.submit(() -> writeRounds(writer, rounds)));
      }
      for (int r = 0; r < 2; r++) {
        running.add(executor.submit(this::readWhole));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }
    List<SampleBatch> found = samples(T0, T0 + 1_000_000, ALL);
    assertThat(found).hasSize(writers * 10);
    assertThat(found).allSatisfy(batch -> assertThat(batch.size()).isEqualTo(rounds));
  }

  private void writeRounds(int writer, int rounds) {
    try (Appender appender = storage().appender()) {
      long[] refs = new long[10];
      double[] values = new double[10];
      byte[] outcomes = new byte[10];
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < 10; i++) {
          refs[i] = appender.ref(Labels.of("__name__", "m" + i, "job", "w" + writer));
          values[i] = round;
        }
        assertThat(appender.appendAt(T0 + 1000L * round, refs, values, 10, outcomes)).isZero();
        appender.commit();
      }
    }
  }

  /** A transaction is seen whole or not at all. */
  private void readWhole() {
    for (int i = 0; i < 50; i++) {
      Map<String, Integer> sizes = new TreeMap<>();
      try (Querier querier = storage().querier(T0, T0 + 1_000_000);
          SeriesSet set = querier.select(SelectHints.samples(T0, T0 + 1_000_000), List.of(ALL))) {
        for (Series series = set.next(); series != null; series = set.next()) {
          int size = all(series).size();
          String job = series.labels().valueOf("job");
          assertThat(sizes.putIfAbsent(job, size)).isIn(null, size);
        }
      }
    }
  }
}
