package io.pharos.query.promql.operator;

import io.pharos.query.promql.operator.ColumnsSource.Entry;
import io.pharos.query.promql.plan.Node;
import io.pharos.query.promql.series.Column;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.MemoryBudget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures the operators of a query that is analyzed. Operators are made in the query's thread, and
 * some of them work as they are made; what they give is read from any thread. Without a profile
 * none of its sources exist, so that other queries pay nothing. Confined to the query's thread,
 * except for its meters.
 */
public final class Profile {
  private final Clock clock;
  private final MemoryBudget.Account memory;
  private final IdentityHashMap<Node, Meter> meters = new IdentityHashMap<>();

  /** The operators that are being made, innermost first. */
  private final Deque<Meter> open = new ArrayDeque<>();

  /** Bytes that were charged within the innermost open one by those below it. */
  private long chargedBelow;

  public Profile(Clock clock, MemoryBudget.Account memory) {
    this.clock = clock;
    this.memory = memory;
  }

  /** What a node was measured with, null if it was not computed by itself. */
  public @Nullable Meter meter(Node node) {
    return meters.get(node);
  }

  /** Of the operator that is being made, for what it selects. */
  Meter current() {
    Meter current = open.peek();
    return current == null ? new Meter() : current;
  }

  SeriesSource vector(Node node, Supplier<SeriesSource> maker) {
    Meter meter = meters.computeIfAbsent(node, _ -> new Meter());
    SeriesSource source = measure(meter, maker);
    if (source instanceof ColumnsSource computed) {
      for (Entry entry : computed.entries()) {
        gave(meter, entry.column());
      }
      return source;
    }
    return new MeasuredSource(source, meter, clock);
  }

  static void gave(Meter meter, Column column) {
    int values = column.count();
    if (values > 0) {
      meter.gave(1, values);
    }
  }

  SampleSource samples(Node node, Supplier<SampleSource> maker) {
    Meter meter = meters.computeIfAbsent(node, _ -> new Meter());
    return new MeasuredSamples(measure(meter, maker), meter, clock);
  }

  double[] scalar(Node node, Supplier<double[]> work) {
    Meter meter = meters.computeIfAbsent(node, _ -> new Meter());
    double[] values = measure(meter, work);
    meter.gave(1, values.length);
    return values;
  }

  private <T> T measure(Meter meter, Supplier<T> work) {
    long chargedBeside = chargedBelow;
    long heldBefore = memory.held();
    long begin = clock.nanos();
    chargedBelow = 0;
    open.push(meter);
    try {
      return work.get();
    } finally {
      open.pop();
      meter.worked(clock.nanos() - begin);
      long charged = Math.max(0, memory.held() - heldBefore);
      meter.charged(Math.max(0, charged - chargedBelow));
      chargedBelow = chargedBeside + charged;
    }
  }

  /**
   * Adds the work of other threads to the operators that have it done; the caller's own is within
   * the time in which they are made.
   */
  Workers.Tasks shared(Workers.Tasks tasks) {
    List<Meter> waiting = new ArrayList<>(open);
    return thread -> {
      Workers.Task task = tasks.begin(thread);
      if (thread == 0 || waiting.isEmpty()) {
        return task;
      }
      return (from, to) -> {
        long begin = clock.nanos();
        task.run(from, to);
        long nanos = clock.nanos() - begin;
        waiting.forEach(meter -> meter.worked(nanos));
      };
    };
  }
}
