package io.pharos.query.promql.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.Labels;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.query.ActiveQuery;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.runtime.MemoryBudget.Priority;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.Storage;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.storage.MemoryStorage;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromqlEngineTest {
  @TempDir Path folder;

  private final MemoryStorage storage = new MemoryStorage();
  private FakeContext context;

  @BeforeEach
  void fill() {
    context = new FakeContext(folder);
    try (Appender appender = storage.appender()) {
      for (int i = 0; i < 1500; i++) {
        long ref = appender.ref(Labels.of("__name__", "m", "i", "" + i, "half", "" + i % 2));
        long[] times = {60_000, 120_000, 180_000};
        appender.appendSeries(ref, times, new double[] {i, i + 1, i + 2}, 3, new byte[3]);
      }
      appender.commit();
    }
  }

  @AfterEach
  void close() {
    context.close();
  }

  private QueryEngine engine(PromqlConfig config) {
    return new PromqlEngineFactory().create(config, context);
  }

  @Test
  void aggregatesManySeriesInParallel() {
    QueryResult result =
        engine(TestConfigs.defaults())
            .query(QueryRequest.instant("sum by (half) (m)", 180_000), storage);
    assertThat(result.series()).hasSize(2);
    assertThat(result.series().getFirst().labels().toMap()).isEqualTo(Map.of("half", "0"));
    assertThat(result.series().getFirst().value(0)).isEqualTo(563_250);
    assertThat(result.series().getLast().value(0)).isEqualTo(564_000);
  }

  @Test
  void ordersRangeResultsByLabels() {
    QueryResult result =
        engine(TestConfigs.defaults())
            .query(QueryRequest.range("m{i=~\"1.?\"}", 60_000, 180_000, 60_000), storage);
    assertThat(result.type()).isEqualTo(QueryResult.Type.MATRIX);
    assertThat(result.series())
        .extracting(series -> series.labels().valueOf("i"))
        .containsExactly("10", "12", "14", "16", "18", "1", "11", "13", "15", "17", "19");
    assertThat(result.series().getFirst().size()).isEqualTo(3);
  }

  @Test
  void refusesQueriesThatHoldTooManySamples() {
    QueryEngine engine = engine(TestConfigs.limited(20, 1000));
    for (String query : List.of("m", "sum(m)", "count(m > 3)")) {
      assertThatThrownBy(() -> engine.query(QueryRequest.instant(query, 180_000), storage))
          .hasMessage(
              "query processing would load too many samples into memory in query execution");
    }
    assertThat(engine.query(QueryRequest.instant("m{i=\"7\"}", 180_000), storage).series())
        .hasSize(1);
  }

  @Test
  void refusesQueriesThatDoNotFitIntoMemory() {
    context.memory().limit(100_000);
    QueryEngine engine = engine(TestConfigs.defaults());
    assertThatThrownBy(() -> engine.query(QueryRequest.instant("m", 180_000), storage))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("does not fit into memory");
    assertThat(context.memory().used()).isZero();
  }

  @Test
  void refusesDeepNesting() {
    QueryEngine engine = engine(TestConfigs.defaults());
    List<String> deep = new ArrayList<>();
    deep.add("(".repeat(100_000) + "1" + ")".repeat(100_000));
    deep.add("-".repeat(100_000) + "m");
    deep.add("1" + " + m".repeat(100_000));
    deep.add("1" + " ^ m".repeat(100_000));
    deep.add("abs(".repeat(100_000) + "m" + ")".repeat(100_000));
    deep.add("sum(".repeat(100_000) + "m" + ")".repeat(100_000));
    deep.add("m[" + "(".repeat(100_000) + "5m" + ")".repeat(100_000) + "]");
    deep.add("m[5m" + " + 5m".repeat(100_000) + "]");
    deep.add("m" + "[5m:]".repeat(100_000));
    deep.add("m{a=~\"" + "(".repeat(100_000) + ")".repeat(100_000) + "\"}");
    for (String query : deep) {
      assertThatThrownBy(() -> engine.parse(query))
          .isInstanceOfSatisfying(
              QueryException.class,
              e -> assertThat(e.code()).isEqualTo(QueryException.Code.BAD_DATA));
    }
  }

  @Test
  void readsASelectorWithoutMatchers() {
    QueryEngine engine = engine(TestConfigs.defaults());
    assertThat(engine.parseSelector("{}")).isEmpty();
    assertThat(engine.parseSelector("m{i=\"1\"}")).hasSize(2);
    assertThatThrownBy(() -> engine.parseSelector("m[5m]")).hasMessageContaining("parse error");
  }

  @Test
  void computesWhatIsNeededTwiceOnce() {
    QueryEngine engine = engine(TestConfigs.defaults());
    AtomicInteger selects = new AtomicInteger();
    Storage counted = counting(storage, Storage.class, selects);
    QueryResult once = engine.query(stats("sum by (half) (m) / sum by (half) (m)"), counted);
    assertThat(once.series()).hasSize(2).allSatisfy(s -> assertThat(s.value(0)).isEqualTo(1));
    assertThat(selects).hasValue(1);
    // what the original would look at is reported all the same
    assertThat(requireNonNull(once.stats()).totalQueryableSamples()).isEqualTo(3000);
    engine.query(stats("sum by (half) (m) / sum by (half) (m offset 1s)"), counted);
    assertThat(selects).hasValue(1 + 2);
  }

  /** The same, with its selections counted. */
  private static <T> T counting(Object of, Class<T> type, AtomicInteger selects) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              selects.addAndGet(method.getName().equals("select") ? 1 : 0);
              Object answer = method.invoke(of, arguments);
              return answer instanceof Querier ? counting(answer, Querier.class, selects) : answer;
            }));
  }

  private static QueryRequest stats(String query) {
    return new QueryRequest(
        query,
        180_000,
        180_000,
        0,
        null,
        null,
        QueryRequest.Stats.TOTALS,
        Priority.QUERY,
        Map.of());
  }

  @Test
  void evaluatesTheDeepestNestingThatItReads() {
    QueryEngine engine = engine(TestConfigs.defaults());
    String nested = "(".repeat(400) + "m{i=\"1\"}" + ")".repeat(400);
    String chained = "m{i=\"1\"}" + " + m{i=\"1\"}".repeat(400);
    String called = "abs(".repeat(400) + "m{i=\"1\"}" + ")".repeat(400);
    for (String query : List.of(nested, chained, called)) {
      assertThat(engine.query(QueryRequest.instant(query, 180_000), storage).series()).hasSize(1);
    }
  }

  @Test
  void saysWhereTheTextIsWrong() {
    QueryEngine engine = engine(TestConfigs.defaults());
    assertThatThrownBy(() -> engine.parse("sum(\n  foo\n  by (x)"))
        .hasMessage("3:3: parse error: unexpected <by> in aggregation");
    assertThatThrownBy(() -> engine.parse("limitk(2, foo)"))
        .hasMessageContaining("--enable-feature=promql-experimental-functions");
  }

  @Test
  void endsAQueryThatIsCancelled() throws InterruptedException {
    QueryEngine engine = engine(TestConfigs.defaults());
    CountDownLatch selecting = new CountDownLatch(1);
    Storage slow = new SlowStorage(storage, selecting);
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    engine.query(QueryRequest.instant("m", 180_000), slow);
                  } catch (QueryException e) {
                    failure.set(e);
                  }
                });
    selecting.await();
    engine.active().forEach(ActiveQuery::cancel);
    thread.join();
    assertThat(failure.get())
        .isInstanceOfSatisfying(
            QueryException.class,
            e -> assertThat(e.code()).isEqualTo(QueryException.Code.CANCELED));
    assertThat(engine.active()).isEmpty();
  }

  @Test
  void keepsTheMetricNameOfAFilterAndDropsThatOfARate() {
    QueryEngine engine = engine(TestConfigs.defaults());
    assertThat(
            engine
                .query(QueryRequest.instant("m > 1500", 180_000), storage)
                .series()
                .getFirst()
                .labels()
                .metricName())
        .isEqualTo("m");
    assertThat(
            engine
                .query(QueryRequest.instant("rate(m[5m])", 180_000), storage)
                .series()
                .getFirst()
                .labels()
                .metricName())
        .isEmpty();
  }

  /** A storage whose queriers wait until they are interrupted. */
  private record SlowStorage(MemoryStorage storage, CountDownLatch selecting) implements Storage {
    @Override
    public void start() {}

    @Override
    public long epoch() {
      return 1;
    }

    @Override
    public Appender appender() {
      return storage.appender();
    }

    @Override
    public Querier querier(long mint, long maxt) {
      selecting.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return storage.querier(mint, maxt);
    }

    @Override
    public void close() {}
  }
}
