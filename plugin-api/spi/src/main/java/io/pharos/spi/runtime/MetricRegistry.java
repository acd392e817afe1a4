package io.pharos.spi.runtime;

import io.pharos.spi.Experimental;
import java.util.function.DoubleSupplier;

/**
 * The server's own metrics; a plugin sees a registry whose families belong to it and leave with it.
 * Asking again for a family of the same name gives the same one; with another type or other labels
 * it is an error. Thread-safe.
 */
@Experimental(since = "0.1")
public interface MetricRegistry {
  /** A family of counters; names end in {@code _total}. */
  Family<Counter> counter(String name, String help, String... labelNames);

  /** A family of gauges. */
  Family<Gauge> gauge(String name, String help, String... labelNames);

  /** A family of histograms with the given upper bounds, ascending, without +Inf. */
  Family<Observer> histogram(String name, String help, double[] bounds, String... labelNames);

  /**
   * A family of summaries with the given quantiles over the last ten minutes; none for only sum and
   * count.
   */
  Family<Observer> summary(String name, String help, double[] quantiles, String... labelNames);

  /** Metrics of one name that differ in the values of their labels. */
  interface Family<M> {
    /**
     * The metric of these label values, as many as the family has names; made at the first call.
     */
    M with(String... labelValues);

    /** Forgets the metric of these label values. */
    void remove(String... labelValues);

    /**
     * Instead of a kept number: what the function answers when the metrics are read. Counters and
     * gauges only.
     */
    void read(DoubleSupplier value, String... labelValues);
  }

  /** A number that only grows. Thread-safe, without a lock. */
  interface Counter {
    /** Adds one. */
    default void inc() {
      add(1);
    }

    /** Adds an amount of 0 or more. */
    void add(double amount);

    double value();
  }

  /** A number that goes up and down. Thread-safe, without a lock. */
  interface Gauge {
    void set(double value);

    void add(double amount);

    double value();
  }

  /** Takes observations. Thread-safe. */
  interface Observer {
    void observe(double value);
  }
}
