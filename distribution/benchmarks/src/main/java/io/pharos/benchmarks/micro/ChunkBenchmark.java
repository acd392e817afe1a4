package io.pharos.benchmarks.micro;

import io.pharos.storage.tsdb.chunk.IntColumn;
import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.chunk.Source;
import io.pharos.storage.tsdb.chunk.ValueColumn;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Encoding and decoding the columns of a chunk, per sample. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChunkBenchmark {
  private static final int SAMPLES = 240;
  private static final long STEP = 15_000;

  /** What the values look like. */
  @Param({"COUNTER", "DECIMALS", "NOISE", "CONSTANT"})
  public Shape shape;

  private final ValueColumn column = new ValueColumn();
  private final IntColumn times = new IntColumn();
  private final double[] values = new double[SAMPLES];
  private final double[] decoded = new double[SAMPLES + IntColumn.SLACK];
  private final long[] timestamps = new long[SAMPLES];
  private final long[] decodedTimes = new long[SAMPLES + IntColumn.SLACK];
  private final Sink valueBytes = new Sink(4096);
  private final Sink timeBytes = new Sink(4096);
  private final Sink written = new Sink(4096);
  private final Source source = new Source();

  /** Kinds of values. */
  public enum Shape {
    COUNTER,
    DECIMALS,
    NOISE,
    CONSTANT
  }

  public ChunkBenchmark() {
    shape = Shape.COUNTER;
  }

  /** Makes a chunk. */
  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(5);
    double value = 1_000_000;
    for (int i = 0; i < SAMPLES; i++) {
      values[i] =
          switch (shape) {
            case COUNTER -> value += random.nextInt(500);
            case DECIMALS -> Math.rint((20 + 5 * Math.sin(i / 30.0)) * 1000) / 1000;
            case NOISE -> random.nextDouble();
            case CONSTANT -> 42;
          };
      timestamps[i] = i * STEP + (random.nextInt(20) == 0 ? random.nextInt(5) - 2 : 0);
    }
    column.encode(values, SAMPLES, valueBytes.clear());
    times.encode(timestamps, SAMPLES, timeBytes.clear());
  }

  /** Values of a full chunk. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public int encodeValues() {
    column.encode(values, SAMPLES, written.clear());
    return written.size();
  }

  /** The same back. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public double[] decodeValues() {
    column.decode(source.wrap(valueBytes.array(), 0, valueBytes.size()), SAMPLES, decoded, 0);
    return decoded;
  }

  /** Times of a full chunk; they do not depend on the shape. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public long[] decodeTimes() {
    times.decode(source.wrap(timeBytes.array(), 0, timeBytes.size()), SAMPLES, decodedTimes, 0);
    return decodedTimes;
  }
}
