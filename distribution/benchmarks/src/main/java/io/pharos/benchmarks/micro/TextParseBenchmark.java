package io.pharos.benchmarks.micro;

import io.pharos.benchmarks.load.Bodies;
import io.pharos.toolkit.exposition.ExpositionException;
import io.pharos.toolkit.exposition.ExpositionParser;
import io.pharos.toolkit.exposition.ParsedLabels;
import io.pharos.toolkit.exposition.TextParser;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading the text of a target, per sample. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TextParseBenchmark {
  private static final int SERIES = 2000;
  private static final long TIME = 1_772_798_400_000L;

  private final TextParser parser = new TextParser();
  private final ParsedLabels labels = new ParsedLabels();
  private final byte[] text = Bodies.text(SERIES, TIME);
  private final byte[] body = Arrays.copyOf(text, text.length + 1);

  /** Lines whose labels nobody asks for. */
  @Benchmark
  @OperationsPerInvocation(SERIES)
  public double values() throws ExpositionException {
    parser.wrap(body, text.length);
    double sum = 0;
    for (var entry = parser.next(); entry != ExpositionParser.Entry.END; entry = parser.next()) {
      if (entry == ExpositionParser.Entry.SERIES) {
        sum += parser.value();
      }
    }
    return sum;
  }

  /** Lines of unknown series, whose labels become texts. */
  @Benchmark
  @OperationsPerInvocation(SERIES)
  public double labels() throws ExpositionException {
    parser.wrap(body, text.length);
    double sum = 0;
    for (var entry = parser.next(); entry != ExpositionParser.Entry.END; entry = parser.next()) {
      if (entry == ExpositionParser.Entry.SERIES) {
        parser.labels(labels);
        sum += parser.value();
      }
    }
    return sum;
  }
}
