package io.pharos.testkit.runtime;

import io.pharos.spi.runtime.MetricRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** A registry whose numbers a test reads. Thread-safe. */
public final class FakeMetrics implements MetricRegistry {
  private final Map<String, FakeFamily<?>> families = new ConcurrentHashMap<>();

  /**
   * The value of a counter or gauge, the sum of observations of a histogram or summary.
   *
   * @throws AssertionError if there is no such metric
   */
  public double value(String name, String... labelValues) {
    FakeFamily<?> family = families.get(name);
    FakeNumber number = family == null ? null : family.numbers.get(List.of(labelValues));
    if (number == null) {
      throw new AssertionError(
          "no metric " + name + List.of(labelValues) + " among " + families.keySet());
    }
    return number.read();
  }

  /** How many observations a histogram or summary has taken. */
  public long observations(String name, String... labelValues) {
    FakeFamily<?> family = families.get(name);
    FakeNumber number = family == null ? null : family.numbers.get(List.of(labelValues));
    return number == null ? 0 : number.observations;
  }

  /** Whether the metric was made. */
  public boolean has(String name, String... labelValues) {
    FakeFamily<?> family = families.get(name);
    return family != null && family.numbers.containsKey(List.of(labelValues));
  }

  @Override
  public Family<Counter> counter(String name, String help, String... labelNames) {
    return family(name, labelNames);
  }

  @Override
  public Family<Gauge> gauge(String name, String help, String... labelNames) {
    return family(name, labelNames);
  }

  @Override
  public Family<Observer> histogram(
      String name, String help, double[] bounds, String... labelNames) {
    return family(name, labelNames);
  }

  @Override
  public Family<Observer> summary(
      String name, String help, double[] quantiles, String... labelNames) {
    return family(name, labelNames);
  }

  @SuppressWarnings("unchecked") // a FakeNumber is each kind of metric
  private <M> Family<M> family(String name, String... labelNames) {
    FakeFamily<?> family =
        families.computeIfAbsent(name, key -> new FakeFamily<>(name, List.of(labelNames)));
    if (!family.labelNames.equals(List.of(labelNames))) {
      throw new IllegalArgumentException(name + " has the labels " + family.labelNames);
    }
    return (Family<M>) family;
  }

  private static final class FakeFamily<M> implements Family<M> {
    private final String name;
    private final List<String> labelNames;
    private final Map<List<String>, FakeNumber> numbers = new ConcurrentHashMap<>();

    FakeFamily(String name, List<String> labelNames) {
      this.name = name;
      this.labelNames = labelNames;
    }

    @Override
    @SuppressWarnings("unchecked") // a FakeNumber is each kind of metric
    public M with(String... labelValues) {
      if (labelValues.length != labelNames.size()) {
        throw new IllegalArgumentException(name + " has the labels " + labelNames);
      }
      return (M) numbers.computeIfAbsent(List.of(labelValues), key -> new FakeNumber());
    }

    @Override
    public void remove(String... labelValues) {
      numbers.remove(List.of(labelValues));
    }

    @Override
    public void read(DoubleSupplier value, String... labelValues) {
      ((FakeNumber) with(labelValues)).supplier = value;
    }
  }

  private static final class FakeNumber implements Counter, Gauge, Observer {
    private final DoubleAdder sum = new DoubleAdder();
    private volatile long observations;
    private volatile @Nullable DoubleSupplier supplier;

    double read() {
      DoubleSupplier source = supplier;
      return source == null ? sum.sum() : source.getAsDouble();
    }

    @Override
    public void inc() {
      sum.add(1);
    }

    @Override
    public void add(double amount) {
      sum.add(amount);
    }

    @Override
    public synchronized void set(double value) {
      sum.reset();
      sum.add(value);
    }

    @Override
    public synchronized void observe(double value) {
      observations = observations + 1;
      sum.add(value);
    }

    @Override
    public double value() {
      return read();
    }
  }
}
