package io.pharos.query.promql.conformance;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.query.promql.engine.PromqlConfig;
import io.pharos.query.promql.engine.PromqlEngineFactory;
import io.pharos.query.promql.engine.TestConfigs;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.storage.MemoryStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs scripts against an engine and a storage in memory. Confined to one thread. */
final class ScriptRunner implements AutoCloseable {
  static final String[] FEATURES = {
    "promql-experimental-functions",
    "promql-extended-range-selectors",
    "promql-binop-fill-modifiers",
    "promql-delayed-name-removal",
    "type-and-unit-labels",
    "use-start-timestamps",
    "st-storage"
  };

  private final FakeContext context;
  private final QueryEngine engine;
  private final List<String> failures = new ArrayList<>();
  private int passed;

  ScriptRunner(Path folder) {
    context = new FakeContext(folder, FEATURES);
    context.memory().limit(8L << 30);
    PromqlConfig config = TestConfigs.defaults();
    engine = new PromqlEngineFactory().create(config, context);
  }

  int passed() {
    return passed;
  }

  /** The failed cases, as file and line with the reason. */
  List<String> failures() {
    return failures;
  }

  QueryEngine engine() {
    return engine;
  }

  void run(Script script) {
    MemoryStorage storage = new MemoryStorage();
    for (Script.Command command : script.commands()) {
      switch (command) {
        case Script.Clear clear -> storage = new MemoryStorage();
        case Script.Load load -> load(load, storage);
        case Script.Eval eval -> {
          String place = script.name() + ":" + eval.line();
          String wrong = evaluate(eval, storage, place);
          if (wrong == null) {
            passed++;
          } else {
            failures.add(place + " " + eval.query() + " -- " + wrong);
          }
        }
      }
    }
  }

  private @Nullable String evaluate(Script.Eval eval, MemoryStorage storage, String place) {
    Expectation expectation = new Expectation(eval, place);
    QueryRequest request =
        eval.step() == 0
            ? QueryRequest.instant(eval.query(), eval.start())
            : QueryRequest.range(eval.query(), eval.start(), eval.end(), eval.step());
    try {
      var result = engine.query(request, storage);
      return expectation.expectsFailure() ? "did not fail" : expectation.check(result);
    } catch (QueryException e) {
      return expectation.expectsFailure()
          ? expectation.checkFailure(e.getMessage())
          : "failed: " + e.getMessage();
    } catch (RuntimeException e) {
      return "crashed: "
          + e
          + " at "
          + List.of(e.getStackTrace()).subList(0, Math.min(4, e.getStackTrace().length));
    }
  }

  private static void load(Script.Load load, MemoryStorage storage) {
    // of two lines with the same labels the later counts
    Map<Labels, SeriesLine> byLabels = new LinkedHashMap<>();
    Map<Labels, SeriesLine> starts = new HashMap<>();
    for (SeriesLine line : load.series()) {
      if (line.startTimes()) {
        starts.put(line.labels(), line);
      } else {
        byLabels.put(line.labels(), line);
      }
    }
    List<SeriesLine> lines = new ArrayList<>(byLabels.values());
    if (load.withNative()) {
      lines.addAll(ClassicHistograms.convert(lines));
    }
    try (Appender appender = storage.appender()) {
      for (SeriesLine line : lines) {
        append(line, starts.get(line.labels()), load.interval(), appender);
      }
      appender.commit();
    }
  }

  private static void append(
      SeriesLine line, @Nullable SeriesLine starts, long interval, Appender appender) {
    long ref = appender.ref(line.labels());
    for (int i = 0; i < line.points().size(); i++) {
      SeriesLine.Point point = line.points().get(i);
      if (!point.present()) {
        continue;
      }
      long time = i * interval;
      SeriesLine.Point start =
          starts != null && i < starts.points().size()
              ? starts.points().get(i)
              : SeriesLine.Point.NONE;
      appender.startTimestamp(ref, start.present() ? time + Math.round(start.value()) : 0);
      byte outcome;
      Histogram histogram = point.histogram();
      if (histogram == null) {
        byte[] outcomes = new byte[1];
        appender.appendSeries(ref, new long[] {time}, new double[] {point.value()}, 1, outcomes);
        outcome = outcomes[0];
      } else {
        outcome = appender.appendHistogram(ref, time, histogram);
      }
      if (outcome != AppendOutcome.OK) {
        throw new IllegalStateException(
            line.labels() + " at " + time + ": " + AppendOutcome.text(outcome));
      }
    }
  }

  @Override
  public void close() {
    engine.close();
    context.close();
  }
}
