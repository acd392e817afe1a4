package io.pharos.toolkit.exposition;

import io.pharos.model.sample.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What OpenMetrics demands of the samples of one family. Confined to one thread. */
final class FamilyCheck {
  private static final Set<String> COUNTS =
      Set.of("_total", "_sum", "_count", "_bucket", "_gcount", "_gsum");

  private final String name;
  private MetricType type = MetricType.UNKNOWN;
  private boolean sampled;

  /** The metric whose samples come now: labels but those that tell its samples apart. */
  private @Nullable Map<String, String> group;

  private @Nullable Long time;
  private final Set<Map<String, String>> groups = new HashSet<>();

  private double lastBound;
  private boolean hasBucket;
  private double lastCount;
  private @Nullable Double count;
  private boolean hasSum;
  private boolean hasNegativeBound;
  private boolean hasNegativeSum;

  FamilyCheck(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  MetricType type() {
    return type;
  }

  void type(MetricType stated) {
    type = stated;
  }

  boolean hasSamples() {
    return sampled;
  }

  private List<String> suffixes() {
    return switch (type) {
      case COUNTER -> List.of("_total", "_created");
      case GAUGE, STATESET, UNKNOWN -> List.of("");
      case HISTOGRAM -> List.of("_bucket", "_count", "_sum", "_created");
      case GAUGE_HISTOGRAM -> List.of("_bucket", "_gcount", "_gsum");
      case SUMMARY -> List.of("", "_count", "_sum", "_created");
      case INFO -> List.of("_info");
    };
  }

  /** What stands behind the family's name in a sample of it, null if it is none. */
  @Nullable String suffixOf(String sample) {
    if (sample.startsWith(name)) {
      String suffix = sample.substring(name.length());
      return suffixes().contains(suffix) ? suffix : null;
    }
    return null;
  }

  /** The names that no other family may have. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    names.add(name);
    for (String suffix : suffixes()) {
      if (!suffix.isEmpty()) {
        names.add(name + suffix);
      }
    }
    return names;
  }

  boolean mayHaveExemplar(String suffix) {
    return switch (type) {
      case COUNTER -> suffix.equals("_total");
      case HISTOGRAM, GAUGE_HISTOGRAM -> suffix.equals("_bucket");
      case GAUGE, STATESET, UNKNOWN, SUMMARY, INFO -> false;
    };
  }

  void sample(String suffix, Map<String, String> labels, double value, @Nullable Long timestamp)
      throws ExpositionException {
    sampled = true;
    value(suffix, labels, value);
    TreeMap<String, String> metric = new TreeMap<>(labels);
    switch (type) {
      case HISTOGRAM, GAUGE_HISTOGRAM -> metric.remove("le");
      case SUMMARY -> metric.remove("quantile");
      case STATESET -> metric.remove(name);
      case COUNTER, GAUGE, INFO, UNKNOWN -> {}
    }
    group(metric, timestamp);
    if (type == MetricType.HISTOGRAM || type == MetricType.GAUGE_HISTOGRAM) {
      histogram(suffix, labels, value);
    }
  }

  private void value(String suffix, Map<String, String> labels, double value)
      throws ExpositionException {
    if (COUNTS.contains(suffix) && Double.isNaN(value)) {
      throw problem("a count must not be NaN");
    }
    if (COUNTS.contains(suffix) && !suffix.equals("_gsum") && value < 0) {
      throw problem("a count must not be negative");
    }
    switch (type) {
      case INFO -> require(value == 1, "the value of an info must be 1");
      case STATESET -> {
        require(value == 0 || value == 1, "the value of a stateset must be 0 or 1");
        require(labels.containsKey(name), "a sample of a stateset needs the label of its name");
      }
      case SUMMARY -> {
        if (suffix.isEmpty()) {
          double quantile = number(labels.get("quantile"));
          require(quantile >= 0 && quantile <= 1, "a quantile must be between 0 and 1");
        }
      }
      case HISTOGRAM, GAUGE_HISTOGRAM ->
          require(
              !suffix.equals("_bucket") || !Double.isNaN(number(labels.get("le"))),
              "a bucket needs a bound");
      case COUNTER, GAUGE, UNKNOWN -> {}
    }
  }

  /** Samples of one metric stand together, in the order of their times. */
  private void group(Map<String, String> metric, @Nullable Long timestamp)
      throws ExpositionException {
    Long before = time;
    if (metric.equals(group)) {
      require(
          (before == null) == (timestamp == null),
          "samples of one metric must all have timestamps or none");
      require(
          before == null || timestamp == null || timestamp >= before || type == MetricType.INFO,
          "timestamps of one metric must not go backwards");
      if (before != null && !before.equals(timestamp)) {
        endHistogram();
      }
    } else {
      endHistogram();
      require(groups.add(metric), "samples of one metric must stand together");
      group = metric;
    }
    time = timestamp;
  }

  private void histogram(String suffix, Map<String, String> labels, double value)
      throws ExpositionException {
    switch (suffix) {
      case "_bucket" -> {
        double bound = number(labels.get("le"));
        require(!hasBucket || bound > lastBound, "buckets must be in the order of their bounds");
        require(value >= lastCount, "counts of buckets must not fall");
        hasNegativeBound |= bound < 0;
        hasBucket = true;
        lastBound = bound;
        lastCount = value;
      }
      case "_count", "_gcount" -> count = value;
      case "_sum", "_gsum" -> {
        hasSum = true;
        hasNegativeSum |= value < 0;
      }
      default -> {}
    }
  }

  private void endHistogram() throws ExpositionException {
    boolean isHistogram = type == MetricType.HISTOGRAM || type == MetricType.GAUGE_HISTOGRAM;
    if (isHistogram && group != null) {
      Double total = count;
      require(hasBucket && lastBound == Double.POSITIVE_INFINITY, "no bucket for +Inf");
      require(total == null || total == lastCount, "the count differs from the bucket of +Inf");
      require(hasSum == (total != null), "there must be both sum and count or none");
      if (type == MetricType.HISTOGRAM) {
        require(!hasSum || !hasNegativeBound, "no sum with buckets below 0");
      } else {
        require(!hasNegativeSum || hasNegativeBound, "no negative sum without buckets below 0");
      }
    }
    hasBucket = false;
    lastCount = 0;
    count = null;
    hasSum = false;
    hasNegativeBound = false;
    hasNegativeSum = false;
  }

  void end() throws ExpositionException {
    endHistogram();
  }

  private static double number(@Nullable String text) {
    if (text == null) {
      return Double.NaN;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      return Decimals.parse(bytes, 0, bytes.length);
    } catch (ExpositionException e) {
      return Double.NaN; // no number: refused by who asks
    }
  }

  private void require(boolean condition, String rule) throws ExpositionException {
    if (!condition) {
      throw problem(rule);
    }
  }

  private ExpositionException problem(String rule) {
    return new ExpositionException(
        rule + " [family=" + GoQuote.quote(name) + ", type=" + type.word() + "]");
  }
}
