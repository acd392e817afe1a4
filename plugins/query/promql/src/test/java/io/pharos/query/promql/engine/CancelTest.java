package io.pharos.query.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.Labels;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.query.ActiveQuery;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.runtime.MemoryBudget.Priority;
import io.pharos.spi.storage.Appender;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.storage.MemoryStorage;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cancelled query ends within 100 ms of processor time, whatever it is doing. */
class CancelTest {
  private static final int SERIES = 400;
  private static final int SAMPLES = 1000;
  private static final long STEP = 15_000;
  private static final long MOST_NANOS = 100_000_000;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum(rate(m[1h]))",
        "double_exponential_smoothing(m{i=~\"1.\"}[4h], 0.5, 0.5)",
        "quantile_over_time(0.5, m[4h])",
        "sort(m)",
        "topk(300, m)",
        "quantile by (half) (0.5, m)",
        "stddev(m)",
        "count_values(\"v\", m)",
        "m / on (i) m",
        "m * on (half) group_left () max by (half) (m)",
        "m and on (half) m",
        "m or -m",
        "histogram_quantile(0.9, label_replace(m, \"le\", \"$1\", \"i\", \"(.*)\"))",
        "label_join(m, \"x\", \"-\", \"i\", \"half\")",
        "max_over_time(sum(m)[4h:15s])",
        "deriv(m[4h])[10m:15s]",
      })
  void endsSoonAfterItWasCancelled(String query) throws InterruptedException {
    try (FakeContext context = new FakeContext(folder, "promql-experimental-functions");
        MemoryStorage storage = filled();
        QueryEngine engine = new PromqlEngineFactory().create(TestConfigs.defaults(), context)) {
      // from the beginning on, and later and later, until the query is over before
      for (long delay = 0; ; delay = Math.max(1_000_000, 2 * delay)) {
        long nanos = cancelAfter(engine, storage, query, delay);
        if (nanos < 0) {
          break;
        }
        assertThat(nanos).as("%s, cancelled after %d ns", query, delay).isLessThan(MOST_NANOS);
      }
    }
  }

  /** Processor time between cancelling and the end; -1 if the query was over before. */
  private static long cancelAfter(
      QueryEngine engine, MemoryStorage storage, String query, long delay)
      throws InterruptedException {
    var threads = ManagementFactory.getThreadMXBean();
    AtomicLong atEnd = new AtomicLong();
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    boolean instant = query.endsWith("]");
                    engine.query(
                        instant
                            ? QueryRequest.instant(query, SAMPLES * STEP)
                            : QueryRequest.range(query, STEP, SAMPLES * STEP, 3000),
                        storage);
                  } catch (QueryException e) {
                    failure.set(e);
                  }
                  atEnd.set(threads.getCurrentThreadCpuTime());
                });
    while (thread.isAlive() && threads.getThreadCpuTime(thread.threadId()) < delay) {
      Thread.onSpinWait();
    }
    engine.active().forEach(ActiveQuery::cancel);
    long atCancel = threads.getThreadCpuTime(thread.threadId());
    thread.join();
    if (failure.get() == null) {
      return -1;
    }
    assertThat(((QueryException) failure.get()).code()).isEqualTo(QueryException.Code.CANCELED);
    return atCancel < 0 ? 0 : atEnd.get() - atCancel;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sum(m)", "sort(m)", "topk(2, m)", "m / m"})
  void endsAtItsTimeout(String query) {
    try (FakeContext context = new FakeContext(folder);
        MemoryStorage storage = filled();
        QueryEngine engine = new PromqlEngineFactory().create(TestConfigs.defaults(), context)) {
      QueryRequest request =
          new QueryRequest(
              query,
              STEP,
              SAMPLES * STEP,
              STEP,
              null,
              Duration.ofNanos(-1),
              QueryRequest.Stats.NONE,
              Priority.QUERY,
              Map.of());
      assertThatThrownBy(() -> engine.query(request, storage))
          .isInstanceOfSatisfying(
              QueryException.class,
              e -> assertThat(e.code()).isEqualTo(QueryException.Code.TIMEOUT));
    }
  }

  private static MemoryStorage filled() {
    MemoryStorage storage = new MemoryStorage();
    SplittableRandom random = new SplittableRandom(5);
    long[] times = new long[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      times[i] = (i + 1) * STEP;
    }
    try (Appender appender = storage.appender()) {
      for (int s = 0; s < SERIES; s++) {
        double[] values = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
          values[i] = random.nextInt(1000);
        }
        long ref = appender.ref(Labels.of("__name__", "m", "half", "" + s % 2, "i", "" + s));
        appender.appendSeries(ref, times, values, SAMPLES, new byte[SAMPLES]);
      }
      appender.commit();
    }
    return storage;
  }
}
