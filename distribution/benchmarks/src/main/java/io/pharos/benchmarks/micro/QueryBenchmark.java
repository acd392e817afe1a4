package io.pharos.benchmarks.micro;

import io.pharos.model.label.Labels;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.storage.Appender;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.storage.MemoryStorage;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Queries over 500 counters of six hours in memory, so that operators are what is measured. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class QueryBenchmark {
  private static final int SERIES = 500;
  private static final int SAMPLES = 1440;
  private static final long STEP = 15_000;
  private static final long START = 1_772_798_400_000L;

  /** One operator each, and one query of several. */
  @Param({
    "requests_total{instance=\"host-7\"}",
    "rate(requests_total[5m])",
    "sum by (code) (rate(requests_total[5m]))",
    "rate(requests_total[1h])",
    "max_over_time(requests_total[1h])",
    "avg_over_time(requests_total[1h])",
    "stddev_over_time(requests_total[1h])",
    "deriv(requests_total[1h])",
    "quantile_over_time(0.9, requests_total[1h])",
    "mad_over_time(requests_total[1h])",
    "changes(requests_total[1h])",
    "double_exponential_smoothing(requests_total[1h], 0.5, 0.5)",
    "topk(5, requests_total)",
    "requests_total / on (instance, code) requests_total",
    "sum(requests_total)",
    "avg by (code) (requests_total)",
    "quantile by (code) (0.9, requests_total)",
    "max_over_time(sum(rate(requests_total[1m]))[10m:30s])"
  })
  public String query;

  private final FakeContext context = new FakeContext(Path.of("."));
  private final MemoryStorage storage = new MemoryStorage();
  private final QueryEngine engine = Engines.promql(context);

  public QueryBenchmark() {
    query = "";
  }

  /** Fills the storage. */
  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(3);
    long[] times = new long[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      times[i] = START + i * STEP;
    }
    try (Appender appender = storage.appender()) {
      for (int s = 0; s < SERIES; s++) {
        Labels labels =
            Labels.of(
                "__name__",
                "requests_total",
                "code",
                Integer.toString(200 + s % 5),
                "instance",
                "host-" + s / 5,
                "job",
                "fleet");
        double[] values = new double[SAMPLES];
        double value = 0;
        for (int i = 0; i < SAMPLES; i++) {
          value += random.nextInt(100);
          values[i] = value;
        }
        appender.appendSeries(appender.ref(labels), times, values, SAMPLES, new byte[SAMPLES]);
      }
      appender.commit();
    }
    engine.start();
  }

  /** Every minute of six hours. */
  @Benchmark
  public QueryResult range() {
    long end = START + (SAMPLES - 1) * STEP;
    return engine.query(QueryRequest.range(query, START, end, 60_000), storage);
  }

  /** At the end alone. */
  @Benchmark
  public QueryResult instant() {
    return engine.query(QueryRequest.instant(query, START + (SAMPLES - 1) * STEP), storage);
  }

  /** Ends what the engine started. */
  @TearDown
  public void close() {
    engine.close();
    storage.close();
    context.close();
  }
}
