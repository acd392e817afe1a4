package io.pharos.testkit.exporter;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.MetricType;
import io.pharos.spi.exporter.MetricSink;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes one collection, refuses what no scrape could store, and ends it at a limit as a scrape
 * does. Confined to one thread.
 */
public final class CollectedMetrics implements MetricSink {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private final Map<String, MetricType> families = new LinkedHashMap<>();
  private final Map<String, Double> samples = new TreeMap<>();
  private final int limit;
  private @Nullable String family;
  private int calls;

  /** Without a limit. */
  public CollectedMetrics() {
    this(Integer.MAX_VALUE);
  }

  /** With so many samples before it throws {@link LimitReached}. */
  public CollectedMetrics(int limit) {
    this.limit = limit;
  }

  /** The sink's limit. */
  public static final class LimitReached extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LimitReached(int limit) {
      super("more than " + limit + " samples");
    }
  }

  /** The families by name, in the order of the collection. */
  public Map<String, MetricType> families() {
    return families;
  }

  /** Values by series: {@code name{label="value"}}, labels sorted. */
  public Map<String, Double> samples() {
    return samples;
  }

  @Override
  public void family(String name, MetricType type, String help, String unit) {
    require(NAME.matcher(name).matches(), "name of a family is not legal: " + name);
    require(families.put(name, type) == null, "family comes twice: " + name);
    require(help.indexOf('\0') < 0, "help of " + name + " is no text");
    family = name;
  }

  @Override
  public void sample(String suffix, double value, String... labels) {
    take(suffix, value, labels);
  }

  @Override
  public void sampleAt(String suffix, double value, long timestamp, String... labels) {
    require(timestamp > 0, "time of a sample is not above 0: " + timestamp);
    take(suffix, value, labels);
  }

  @Override
  public void histogram(Histogram histogram, String... labels) {
    take("", histogram.sum(), labels);
  }

  private void take(String suffix, double value, String... labels) {
    String name = family;
    if (name == null) {
      throw new AssertionError("sample before the first family");
    }
    if (++calls > limit) {
      throw new LimitReached(limit);
    }
    require(NAME.matcher(name + suffix).matches(), "name is not legal: " + name + suffix);
    require(labels.length % 2 == 0, "label without a value: " + List.of(labels));
    TreeMap<String, String> sorted = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      require(LABEL.matcher(labels[i]).matches(), "name of a label is not legal: " + labels[i]);
      require(sorted.put(labels[i], labels[i + 1]) == null, "label comes twice: " + labels[i]);
    }
    StringBuilder series = new StringBuilder(name + suffix);
    sorted.forEach(
        (label, text) ->
            series
                .append(series.indexOf("{") < 0 ? "{" : ",")
                .append(label)
                .append("=\"")
                .append(text)
                .append('"'));
    if (!sorted.isEmpty()) {
      series.append('}');
    }
    require(
        samples.put(series.toString(), value) == null,
        "series comes twice: " + series + " with " + Arrays.toString(labels));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
