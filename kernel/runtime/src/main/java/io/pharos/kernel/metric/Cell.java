package io.pharos.kernel.metric;

import io.pharos.spi.runtime.MetricRegistry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.DoubleSupplier;

/** The current number, or numbers, of one metric. Thread-safe. */
sealed interface Cell
    permits Cell.CounterCell, Cell.GaugeCell, Cell.ReadCell, Cell.HistogramCell, SummaryCell {
  /** A number that only grows. */
  final class CounterCell implements Cell, MetricRegistry.Counter {
    private final DoubleAdder sum = new DoubleAdder();

    @Override
    public void add(double amount) {
      if (amount < 0) {
        throw new IllegalArgumentException("a counter cannot fall: " + amount);
      }
      sum.add(amount);
    }

    @Override
    public double value() {
      return sum.sum();
    }
  }

  /** A number that is set. */
  final class GaugeCell implements Cell, MetricRegistry.Gauge {
    private final AtomicLong bits = new AtomicLong();

    @Override
    public void set(double value) {
      bits.set(Double.doubleToRawLongBits(value));
    }

    @Override
    public void add(double amount) {
      long before;
      long after;
      do {
        before = bits.get();
        after = Double.doubleToRawLongBits(Double.longBitsToDouble(before) + amount);
      } while (!bits.compareAndSet(before, after));
    }

    @Override
    public double value() {
      return Double.longBitsToDouble(bits.get());
    }
  }

  /** A number that is asked for. */
  record ReadCell(DoubleSupplier source) implements Cell {}

  /** Counts by upper bound. */
  final class HistogramCell implements Cell, MetricRegistry.Observer {
    final double[] bounds;
    final java.util.concurrent.atomic.LongAdder[] counts;
    final DoubleAdder sum = new DoubleAdder();

    HistogramCell(double[] bounds) {
      this.bounds = bounds;
      counts = new java.util.concurrent.atomic.LongAdder[bounds.length + 1];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = new java.util.concurrent.atomic.LongAdder();
      }
    }

    @Override
    public void observe(double value) {
      int bucket = 0;
      while (bucket < bounds.length && value > bounds[bucket]) {
        bucket++;
      }
      counts[bucket].increment();
      sum.add(value);
    }
  }
}
