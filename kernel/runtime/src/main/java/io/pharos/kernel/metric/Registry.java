package io.pharos.kernel.metric;

import io.pharos.model.sample.MetricType;
import io.pharos.spi.error.BugException;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.MetricFamilies;
import io.pharos.spi.runtime.MetricRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** All families of the server, each owned by one plugin. Thread-safe. */
public final class Registry implements MetricFamilies {
  private static final int MAX_METRICS = 10_000;
  private static final String PROCESS = "";

  private final Clock clock;
  private final Map<String, Stored> families = new ConcurrentHashMap<>();
  private final List<Supplier<List<MetricFamily>>> collectors =
      new java.util.concurrent.CopyOnWriteArrayList<>();

  public Registry(Clock clock) {
    this.clock = clock;
  }

  /** What a plugin sees; its families are shown on the site and leave when the view closes. */
  public View view(String owner, String site) {
    return new View(owner, site);
  }

  /** What the kernel itself sees: shown on every site. */
  public View processView() {
    return new View("kernel", PROCESS);
  }

  /** Adds families that are made anew for each reading, shown on every site. */
  public void collector(Supplier<List<MetricFamily>> collector) {
    collectors.add(collector);
  }

  @Override
  public List<MetricFamily> read(String site) {
    List<MetricFamily> read = new ArrayList<>();
    for (Stored family : families.values()) {
      if (family.site.equals(PROCESS) || family.site.equals(site)) {
        read.add(family.read());
      }
    }
    for (Supplier<List<MetricFamily>> collector : collectors) {
      read.addAll(collector.get());
    }
    read.sort(Comparator.comparing(MetricFamily::name));
    return read;
  }

  /** The registry of one owner, or of one instance of its. Thread-safe. */
  public final class View implements MetricRegistry, AutoCloseable {
    private final String owner;
    private final String site;
    private final Set<Reading> readings = ConcurrentHashMap.newKeySet();

    View(String owner, String site) {
      this.owner = owner;
      this.site = site;
    }

    /** A view for one instance; closing it forgets only the functions that it brought. */
    public View forInstance() {
      return new View(owner, site);
    }

    @Override
    public Family<Counter> counter(String name, String help, String... labelNames) {
      return family(
          name, help, MetricType.COUNTER, labelNames, Cell.CounterCell::new, Counter.class);
    }

    @Override
    public Family<Gauge> gauge(String name, String help, String... labelNames) {
      return family(name, help, MetricType.GAUGE, labelNames, Cell.GaugeCell::new, Gauge.class);
    }

    @Override
    public Family<Observer> histogram(
        String name, String help, double[] bounds, String... labelNames) {
      double[] copy = bounds.clone();
      return family(
          name,
          help,
          MetricType.HISTOGRAM,
          labelNames,
          () -> new Cell.HistogramCell(copy),
          Observer.class);
    }

    @Override
    public Family<Observer> summary(
        String name, String help, double[] quantiles, String... labelNames) {
      double[] copy = quantiles.clone();
      return family(
          name,
          help,
          MetricType.SUMMARY,
          labelNames,
          () -> new SummaryCell(copy, clock),
          Observer.class);
    }

    private <M> Family<M> family(
        String name,
        String help,
        MetricType type,
        String[] labelNames,
        Supplier<Cell> maker,
        Class<M> view) {
      List<String> labels = List.of(labelNames);
      Stored stored =
          families.computeIfAbsent(
              name, key -> new Stored(key, help, type, labels, owner, site, maker));
      if (stored.type != type || !stored.labelNames.equals(labels)) {
        throw new BugException(
            "metric "
                + name
                + " is registered already with another type or other labels [owner="
                + stored.owner
                + "]");
      }
      return new Handle<>(this, stored, view);
    }

    /** Forgets the functions of this instance. */
    public void closeInstance() {
      for (Reading reading : readings) {
        reading.family.cells.remove(reading.labels, reading.cell);
      }
      readings.clear();
    }

    /** Forgets all families of the owner. */
    @Override
    public void close() {
      closeInstance();
      families.values().removeIf(family -> family.owner.equals(owner));
    }
  }

  private record Reading(Stored family, List<String> labels, Cell cell) {}

  private record Handle<M>(View view, Stored stored, Class<M> type)
      implements MetricRegistry.Family<M> {
    @Override
    public M with(String... labelValues) {
      Cell cell = stored.cell(List.of(labelValues));
      return type.cast(cell);
    }

    @Override
    public void remove(String... labelValues) {
      stored.cells.remove(List.of(labelValues));
    }

    @Override
    public void read(DoubleSupplier value, String... labelValues) {
      List<String> labels = List.of(labelValues);
      stored.check(labels);
      Cell cell = new Cell.ReadCell(value);
      stored.cells.put(labels, cell);
      view.readings.add(new Reading(stored, labels, cell));
    }
  }

  /** A family and its cells. */
  private static final class Stored {
    final String name;
    final String help;
    final MetricType type;
    final List<String> labelNames;
    final String owner;
    final String site;
    final Supplier<Cell> maker;
    final Map<List<String>, Cell> cells = new ConcurrentHashMap<>();

    Stored(
        String name,
        String help,
        MetricType type,
        List<String> labelNames,
        String owner,
        String site,
        Supplier<Cell> maker) {
      this.name = name;
      this.help = help;
      this.type = type;
      this.labelNames = labelNames;
      this.owner = owner;
      this.site = site;
      this.maker = maker;
      if (labelNames.isEmpty() && type != MetricType.GAUGE) {
        cells.put(List.of(), maker.get());
      }
    }

    Cell cell(List<String> values) {
      Cell cell = cells.get(values);
      if (cell == null) {
        check(values);
        cell = cells.computeIfAbsent(values, key -> maker.get());
      }
      return cell;
    }

    void check(List<String> values) {
      if (values.size() != labelNames.size()) {
        throw new BugException(
            "metric " + name + " has labels " + labelNames + ", was given values " + values);
      }
      if (cells.size() >= MAX_METRICS && !cells.containsKey(values)) {
        throw new BugException("metric " + name + " has more than " + MAX_METRICS + " label sets");
      }
    }

    MetricFamily read() {
      List<Map.Entry<List<String>, Cell>> sorted = new ArrayList<>(cells.entrySet());
      sorted.sort(Comparator.comparing(entry -> String.join("\0", entry.getKey())));
      List<MetricSample> samples = new ArrayList<>();
      for (Map.Entry<List<String>, Cell> entry : sorted) {
        add(samples, labels(entry.getKey()), entry.getValue());
      }
      return new MetricFamily(name, type, help, samples);
    }

    private List<String> labels(List<String> values) {
      List<String> labels = new ArrayList<>(values.size() * 2);
      for (int i = 0; i < values.size(); i++) {
        labels.add(labelNames.get(i));
        labels.add(values.get(i));
      }
      return labels;
    }

    private static void add(List<MetricSample> samples, List<String> labels, Cell cell) {
      switch (cell) {
        case Cell.CounterCell counter -> samples.add(new MetricSample("", labels, counter.value()));
        case Cell.GaugeCell gauge -> samples.add(new MetricSample("", labels, gauge.value()));
        case Cell.ReadCell read ->
            samples.add(new MetricSample("", labels, read.source().getAsDouble()));
        case Cell.HistogramCell histogram -> addBuckets(samples, labels, histogram);
        case SummaryCell summary -> addQuantiles(samples, labels, summary);
      }
    }

    private static void addBuckets(
        List<MetricSample> samples, List<String> labels, Cell.HistogramCell histogram) {
      long count = 0;
      for (int i = 0; i < histogram.counts.length; i++) {
        count += histogram.counts[i].sum();
        String bound = i == histogram.bounds.length ? "+Inf" : NumberText.of(histogram.bounds[i]);
        samples.add(new MetricSample("_bucket", with(labels, "le", bound), count));
      }
      samples.add(new MetricSample("_sum", labels, histogram.sum.sum()));
      samples.add(new MetricSample("_count", labels, count));
    }

    private static void addQuantiles(
        List<MetricSample> samples, List<String> labels, SummaryCell summary) {
      double[] values = summary.read();
      int quantiles = summary.quantiles.length;
      for (int i = 0; i < quantiles; i++) {
        String quantile = NumberText.of(summary.quantiles[i]);
        samples.add(new MetricSample("", with(labels, "quantile", quantile), values[i]));
      }
      samples.add(new MetricSample("_sum", labels, values[quantiles]));
      samples.add(new MetricSample("_count", labels, values[quantiles + 1]));
    }

    private static List<String> with(List<String> labels, String name, String value) {
      String[] all = labels.toArray(new String[labels.size() + 2]);
      all[labels.size()] = name;
      all[labels.size() + 1] = value;
      return Arrays.asList(all);
    }
  }
}
