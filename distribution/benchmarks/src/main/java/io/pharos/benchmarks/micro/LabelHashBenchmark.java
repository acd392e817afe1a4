package io.pharos.benchmarks.micro;

import io.pharos.model.label.Labels;
import io.pharos.toolkit.hash.LabelHasher;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The identity of a series from its labels, as each new line of a scrape needs it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LabelHashBenchmark {
  private final LabelHasher hasher = new LabelHasher();
  private final long[] hash = new long[2];
  private final Labels labels =
      Labels.of(
          "__name__", "http_request_duration_seconds_bucket",
          "handler", "/api/orders/{id}",
          "instance", "host-17.example.com:9100",
          "job", "fleet",
          "le", "0.25",
          "method", "GET");

  /** Hashes six labels, of 130 bytes together. */
  @Benchmark
  public long[] hashLabels() {
    hasher.hash(labels, hash);
    return hash;
  }
}
