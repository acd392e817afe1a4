package io.pharos.query.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.storage.Appender;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.storage.MemoryStorage;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A range query, whose windows slide, gives what instant queries at its steps give, whose windows
 * are gone through alone.
 */
class SlidingTest {
  private static final int SAMPLES = 600;
  private static final long STEP = 15_000;

  private static final String[] SHAPES = {"counter", "gauge", "far", "flat", "wild", "odd"};

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum_over_time(%s[20m])",
        "avg_over_time(%s[20m])",
        "min_over_time(%s[20m])",
        "max_over_time(%s[20m])",
        "stddev_over_time(%s[20m])",
        "stdvar_over_time(%s[20m])",
        "deriv(%s[20m])",
        "predict_linear(%s[20m], 600)",
        "quantile_over_time(0.3, %s[20m])",
        "mad_over_time(%s[20m])",
        "mad_over_time(%s[3m])",
        "rate(%s[20m])",
        "rate(%s[20m] anchored)",
        "increase(%s[20m] smoothed)",
        "delta(%s[20m] smoothed)",
        "changes(%s[20m] anchored)",
        "resets(%s[20m] anchored)",
      })
  void givesWhatEachWindowAloneGives(String call) {
    try (FakeContext context =
            new FakeContext(
                folder, "promql-experimental-functions", "promql-extended-range-selectors");
        MemoryStorage storage = new MemoryStorage();
        QueryEngine engine = new PromqlEngineFactory().create(TestConfigs.defaults(), context)) {
      SplittableRandom random = new SplittableRandom(11);
      for (String shape : SHAPES) {
        fill(storage, shape, random);
      }
      for (String shape : SHAPES) {
        String query = String.format(java.util.Locale.ROOT, call, shape);
        long first = 60_000;
        long last = SAMPLES * STEP + 120_000;
        // many steps a sample, so that windows are worth sliding
        QueryResult range = engine.query(QueryRequest.range(query, first, last, 35_000), storage);
        int at = 0;
        for (long time = first; time <= last; time += 35_000) {
          QueryResult one = engine.query(QueryRequest.instant(query, time), storage);
          if (one.series().isEmpty()) {
            continue;
          }
          assertThat(range.series().getFirst().timestamp(at)).isEqualTo(time);
          same(
              query + " at " + time,
              range.series().getFirst().value(at++),
              one.series().getFirst().value(0));
        }
        assertThat(range.series().getFirst().size()).isEqualTo(at);
      }
    }
  }

  private static void same(String what, double actual, double expected) {
    if (Double.compare(actual, expected) == 0) {
      return;
    }
    double size = Math.max(Math.abs(actual), Math.abs(expected));
    // the sums of products that a window alone takes lose digits of values far from zero
    double tolerance = what.contains("far") ? 1e-6 * Math.max(size, 1) : 1e-10 * size + 1e-16;
    assertThat(Math.abs(actual - expected))
        .as(what + ": " + actual + " against " + expected)
        .isLessThanOrEqualTo(tolerance);
  }

  private static void fill(MemoryStorage storage, String shape, SplittableRandom random) {
    long[] times = new long[SAMPLES];
    double[] values = new double[SAMPLES];
    double running = 1000;
    for (int i = 0; i < SAMPLES; i++) {
      times[i] = (i + 1) * STEP + random.nextInt(2000);
      running = random.nextInt(90) == 0 ? 3 : running + random.nextInt(40) / 8.0;
      values[i] =
          switch (shape) {
            case "counter" -> running;
            case "gauge" -> random.nextDouble(-100, 100);
            case "far" -> 1e9 + random.nextInt(1000);
            case "flat" -> Math.floorDiv(i, 150);
            case "wild" -> random.nextDouble() * Math.pow(10, random.nextInt(-8, 9));
            default ->
                switch (random.nextInt(50)) {
                  case 0 -> Double.NaN;
                  case 1 -> Double.POSITIVE_INFINITY;
                  case 2 -> Double.NEGATIVE_INFINITY;
                  default -> random.nextInt(5);
                };
          };
    }
    try (Appender appender = storage.appender()) {
      long ref = appender.ref(Labels.of("__name__", shape));
      appender.appendSeries(ref, times, values, SAMPLES, new byte[SAMPLES]);
      appender.commit();
    }
  }
}
