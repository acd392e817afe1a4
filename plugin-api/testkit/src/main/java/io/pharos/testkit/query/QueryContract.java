package io.pharos.testkit.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.label.MatchType;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryEngineFactory;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.query.ResultSeries;
import io.pharos.spi.storage.Appender;
import io.pharos.testkit.runtime.ContextContract;
import io.pharos.testkit.storage.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every query engine must do, whatever its language has beyond selectors, numbers and {@code
 * sum}. An engine's test extends this and says how one is made.
 *
 * @param <C> the factory's record
 */
public abstract class QueryContract<C extends Record> extends ContextContract<C> {
  /** Where the samples of the tests start. */
  protected static final long T0 = 1_700_000_000_000L;

  private static final int STEPS = 20;
  private static final long STEP = 15_000;

  /** The factory under test. */
  protected abstract QueryEngineFactory<C> factory();

  @Override
  protected final Class<C> configType() {
    return factory().configType();
  }

  @Override
  protected final String word() {
    return factory().type();
  }

  private QueryEngine started() throws Exception {
    QueryEngine engine = factory().create(config(), context());
    engine.start();
    return engine;
  }

  /** {@code requests{job="a"}} counts 0, 1, 2, ... and {@code job="b"} twice that. */
  private static MemoryStorage storage() {
    MemoryStorage storage = new MemoryStorage();
    storage.start();
    try (Appender appender = storage.appender()) {
      long[] refs = {
        appender.ref(Labels.of(Label.NAME, "requests", "job", "a")),
        appender.ref(Labels.of(Label.NAME, "requests", "job", "b"))
      };
      for (int i = 0; i < STEPS; i++) {
        appender.appendAt(T0 + i * STEP, refs, new double[] {i, 2.0 * i}, 2, new byte[2]);
      }
      appender.commit();
    }
    return storage;
  }

  @Test
  void createStartsNothing() throws Exception {
    QueryEngine engine = factory().create(config(), context());
    assertThat(context().time().running()).isZero();
    assertThat(engine.active()).isEmpty();
    engine.close();
  }

  @Test
  void answersASelectorAtOneMoment() throws Exception {
    try (QueryEngine engine = started()) {
      QueryResult result =
          engine.query(QueryRequest.instant("requests{job=\"b\"}", T0 + 3 * STEP), storage());
      assertThat(result.type()).isEqualTo(QueryResult.Type.VECTOR);
      assertThat(result.series()).hasSize(1);
      ResultSeries series = result.series().getFirst();
      assertThat((Object) series.labels()).isEqualTo(Labels.of(Label.NAME, "requests", "job", "b"));
      assertThat(series.size()).isEqualTo(1);
      assertThat(series.value(0)).isEqualTo(6);
      assertThat(series.timestamp(0)).isEqualTo(T0 + 3 * STEP);
    }
  }

  @Test
  void answersEachStepOfARange() throws Exception {
    try (QueryEngine engine = started()) {
      QueryResult result =
          engine.query(QueryRequest.range("sum(requests)", T0, T0 + 5 * STEP, STEP), storage());
      assertThat(result.type()).isEqualTo(QueryResult.Type.MATRIX);
      ResultSeries series = result.series().getFirst();
      assertThat(series.size()).isEqualTo(6);
      for (int i = 0; i < 6; i++) {
        assertThat(series.timestamp(i)).isEqualTo(T0 + i * STEP);
        assertThat(series.value(i)).isEqualTo(3.0 * i);
      }
    }
  }

  @Test
  void answersANumber() throws Exception {
    try (QueryEngine engine = started()) {
      QueryResult result = engine.query(QueryRequest.instant("42", T0), storage());
      assertThat(result.type()).isEqualTo(QueryResult.Type.SCALAR);
      assertThat(result.series().getFirst().value(0)).isEqualTo(42);
    }
  }

  @Test
  void whatIsNotThereIsAnEmptyAnswer() throws Exception {
    try (QueryEngine engine = started()) {
      assertThat(engine.query(QueryRequest.instant("nothing", T0), storage()).series()).isEmpty();
      assertThat(
              engine.query(QueryRequest.instant("requests", T0 - 86_400_000), storage()).series())
          .isEmpty();
    }
  }

  @Test
  void saysWhatIsWrongWithAText() throws Exception {
    try (QueryEngine engine = started()) {
      assertBadData(() -> engine.query(QueryRequest.instant("sum(", T0), storage()));
      assertBadData(() -> engine.parse("sum("));
      assertBadData(() -> engine.parseSelector("{job="));
      assertThat(engine.active()).isEmpty();
    }
  }

  private static void assertBadData(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            QueryException.class,
            e -> assertThat(e.code()).isEqualTo(QueryException.Code.BAD_DATA));
  }

  @Test
  void readsSelectors() throws Exception {
    try (QueryEngine engine = started()) {
      assertThat(engine.parseSelector("up{job=\"x\",zone!~\"a.*\"}"))
          .containsExactlyInAnyOrder(
              LabelMatcher.equal(Label.NAME, "up"),
              LabelMatcher.equal("job", "x"),
              new LabelMatcher(MatchType.NOT_REGEX, "zone", "a.*"));
    }
  }

  @Test
  void parsesWhatItPrints() throws Exception {
    try (QueryEngine engine = started()) {
      String text = engine.parse("sum  ( requests{ job = 'a' } )").text();
      assertThat(engine.parse(text).text()).isEqualTo(text);
      assertThat(engine.parse(engine.parse(text).pretty()).text()).isEqualTo(text);
      assertThat(engine.parse(text).selectors()).hasSize(1);
      assertThat(engine.parse(text).type()).isEqualTo(QueryResult.Type.VECTOR);
    }
  }

  @Test
  void answersManyAtOnce() throws Exception {
    MemoryStorage storage = storage();
    try (QueryEngine engine = started();
        var executor = Executors.newFixedThreadPool(4)) {
      List<Future<QueryResult>> running = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        QueryRequest request = QueryRequest.range("sum(requests)", T0, T0 + i * STEP, STEP);
        running.add(executor.submit(() -> engine.query(request, storage)));
      }
      for (int i = 0; i < 16; i++) {
        assertThat(running.get(i).get().series().getFirst().size()).isEqualTo(i + 1);
      }
      assertThat(engine.active()).isEmpty();
    }
  }

  @Test
  void anInterruptCancels() throws Exception {
    try (QueryEngine engine = started()) {
      Thread.currentThread().interrupt();
      try {
        engine.query(QueryRequest.range("sum(requests)", T0, T0 + STEP, STEP), storage());
      } catch (QueryException e) {
        assertThat(e.code()).isEqualTo(QueryException.Code.CANCELED);
      } finally {
        Thread.interrupted();
      }
      assertThat(engine.active()).isEmpty();
    }
  }

  @Test
  void aStorageThatThrowsFailsTheQueryAlone() throws Exception {
    MemoryStorage closed = storage();
    closed.close();
    try (QueryEngine engine = started()) {
      assertThatThrownBy(() -> engine.query(QueryRequest.instant("requests", T0), closed))
          .isInstanceOf(RuntimeException.class);
      assertThat(engine.active()).isEmpty();
      assertThat(engine.query(QueryRequest.instant("requests", T0), storage()).series()).hasSize(2);
    }
  }

  @Test
  void closesTwiceAndWithoutStart() throws Exception {
    QueryEngine engine = factory().create(config(), context());
    engine.close();
    engine.close();
  }
}
