package io.pharos.query.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.storage.Appender;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.storage.MemoryStorage;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Range functions cost samples plus steps: over the same samples, a window of an hour is at most
 * twice as dear as one of a minute, where going through each would cost sixty times as much.
 */
class CostTest {
  private static final int SERIES = 100;
  private static final int SAMPLES = 1440;
  private static final long STEP = 15_000;
  private static final long END = SAMPLES * STEP;
  private static final int ROUNDS = 12;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate(m[%s])",
        "increase(m[%s])",
        "delta(m[%s])",
        "rate(m[%s] anchored)",
        "rate(m[%s] smoothed)",
        "changes(m[%s])",
        "resets(m[%s])",
        "sum_over_time(m[%s])",
        "avg_over_time(m[%s])",
        "min_over_time(m[%s])",
        "max_over_time(m[%s])",
        "stddev_over_time(m[%s])",
        "stdvar_over_time(m[%s])",
        "deriv(m[%s])",
        "predict_linear(m[%s], 60)",
        "quantile_over_time(0.9, m[%s])",
        "mad_over_time(m[%s])",
        "count_over_time(m[%s])",
        "last_over_time(m[%s])",
      })
  void costsNoMoreForLongWindows(String call) {
    try (FakeContext context =
            new FakeContext(
                folder, "promql-experimental-functions", "promql-extended-range-selectors");
        MemoryStorage storage = filled();
        QueryEngine engine = new PromqlEngineFactory().create(TestConfigs.defaults(), context)) {
      String minute = String.format(java.util.Locale.ROOT, call, "1m");
      String hour = String.format(java.util.Locale.ROOT, call, "1h");
      long shortest = Long.MAX_VALUE;
      long longest = Long.MAX_VALUE;
      for (int i = 0; i < ROUNDS; i++) {
        // both read all samples
        shortest = Math.min(shortest, nanos(engine, storage, minute, 60_000));
        longest = Math.min(longest, nanos(engine, storage, hour, 3_600_000));
      }
      assertThat((double) longest / shortest).as(call).isLessThan(2);
    }
  }

  /** Processor time, which does not depend on what else runs. */
  private static long nanos(QueryEngine engine, MemoryStorage storage, String query, long range) {
    var threads = ManagementFactory.getThreadMXBean();
    long begin = threads.getCurrentThreadCpuTime();
    var result = engine.query(QueryRequest.range(query, range, END, STEP), storage);
    long nanos = threads.getCurrentThreadCpuTime() - begin;
    assertThat(result.series()).hasSize(SERIES);
    return nanos;
  }

  private static MemoryStorage filled() {
    MemoryStorage storage = new MemoryStorage();
    SplittableRandom random = new SplittableRandom(7);
    long[] times = new long[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      times[i] = (i + 1) * STEP;
    }
    try (Appender appender = storage.appender()) {
      for (int s = 0; s < SERIES; s++) {
        double[] values = new double[SAMPLES];
        double value = 0;
        for (int i = 0; i < SAMPLES; i++) {
          value = random.nextInt(200) == 0 ? 0 : value + random.nextDouble() * 50;
          values[i] = value;
        }
        long ref = appender.ref(Labels.of("__name__", "m", "i", "" + s));
        appender.appendSeries(ref, times, values, SAMPLES, new byte[SAMPLES]);
      }
      appender.commit();
    }
    return storage;
  }
}
