package io.pharos.ingest.push.store;

import io.pharos.ingest.push.family.Family;
import io.pharos.ingest.push.family.Metric;
import io.pharos.ingest.push.family.MetricText;
import io.pharos.model.sample.MetricType;
import io.pharos.toolkit.exposition.GoQuote;
import io.pharos.toolkit.exposition.Utf8;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings families of all groups together as an exposition shows them, and finds what contradicts:
 * other types under one name, a series twice, names that collide with parts of a histogram or
 * summary. Confined to one thread.
 */
public final class Consistency {
  /** More than that is no help to who reads them. */
  private static final int MOST_ERRORS = 1000;

  private final SortedMap<String, Gathered> gathered = new TreeMap<>();
  private final List<String> errors = new ArrayList<>();

  /** Adds families that are known to be right, such as the server's own. */
  public void own(Iterable<Family> families) {
    for (Family family : families) {
      gathered.put(family.name(), new Gathered(family));
    }
  }

  /** Adds a family of a group. */
  void add(Family family) {
    Gathered found = gathered.get(family.name());
    if (found == null) {
      String collision = collision(family);
      if (collision != null) {
        error(collision);
        return;
      }
      found = new Gathered(new Family(family.name(), family.type(), family.help(), List.of()));
      gathered.put(family.name(), found);
    } else if (found.help.isEmpty()) {
      found.help = family.help();
    }
    for (Metric metric : family.metrics()) {
      add(found, family, metric);
    }
  }

  private void add(Gathered found, Family family, Metric metric) {
    if (family.type() != found.type) {
      error(collected(family, metric) + " is not a " + Family.title(found.type));
      return;
    }
    String wrong = wrongLabel(family, metric);
    if (wrong != null) {
      error(collected(family, metric) + wrong);
    } else if (!found.series.add(metric.labels())) {
      error(
          collected(family, metric) + " was collected before with the same name and label values");
    } else {
      found.metrics.add(metric);
    }
  }

  private static @Nullable String wrongLabel(Family family, Metric metric) {
    for (Map.Entry<String, String> label : metric.labels().entrySet()) {
      String name = label.getKey();
      if (name.isEmpty() || name.startsWith("__") || !Utf8.isValid(name)) {
        return " has a label with an invalid name: " + name;
      }
      if (family.type() == MetricType.SUMMARY && name.equals("quantile")) {
        return " must not have an explicit \"quantile\" label";
      }
      if (!Utf8.isValid(label.getValue())) {
        return " has a label named "
            + GoQuote.quote(name)
            + " whose value is not utf8: "
            + GoQuote.quote(label.getValue());
      }
    }
    return null;
  }

  private static String collected(Family family, Metric metric) {
    return "collected metric "
        + GoQuote.quote(family.name())
        + " "
        + MetricText.of(metric, family.type());
  }

  /** Whether the name is that of a part of another family, or the other way round. */
  private @Nullable String collision(Family family) {
    String name = GoQuote.quote(family.name());
    for (String suffix : List.of("_count", "_sum", "_bucket")) {
      if (family.name().endsWith(suffix)) {
        String base = family.name().substring(0, family.name().length() - suffix.length());
        Gathered whole = gathered.get(base);
        if (whole != null && hasPart(whole.type, suffix)) {
          return "collected metric named "
              + name
              + " collides with previously collected "
              + Family.word(whole.type)
              + " named "
              + GoQuote.quote(base);
        }
      }
      if (hasPart(family.type(), suffix) && gathered.containsKey(family.name() + suffix)) {
        String kind = suffix.equals("_bucket") ? "histogram" : "histogram or summary";
        return "collected "
            + kind
            + " named "
            + name
            + " collides with previously collected metric named "
            + GoQuote.quote(family.name() + suffix);
      }
    }
    return null;
  }

  private static boolean hasPart(MetricType type, String suffix) {
    return type == MetricType.HISTOGRAM
        || (type == MetricType.SUMMARY && !suffix.equals("_bucket"));
  }

  private void error(String message) {
    if (errors.size() < MOST_ERRORS) {
      errors.add(message);
    }
  }

  /** What contradicts, in one text; null if nothing does. */
  public @Nullable String problem() {
    if (errors.isEmpty()) {
      return null;
    }
    if (errors.size() == 1) {
      return errors.getFirst();
    }
    StringBuilder out = new StringBuilder();
    out.append(errors.size()).append(" error(s) occurred:");
    errors.forEach(error -> out.append("\n* ").append(error));
    return out.toString();
  }

  /** All families by name, the metrics of all groups in each. */
  public List<Family> families() {
    return gathered.entrySet().stream()
        .filter(each -> !each.getValue().metrics.isEmpty())
        .map(each -> each.getValue().close(each.getKey()))
        .toList();
  }

  private static final class Gathered {
    private final MetricType type;
    private final List<Metric> metrics;
    private final Set<Map<String, String>> series = new HashSet<>();
    private String help;

    private Gathered(Family family) {
      type = family.type();
      help = family.help();
      metrics = new ArrayList<>(family.metrics());
      metrics.forEach(metric -> series.add(metric.labels()));
    }

    private Family close(String name) {
      return new Family(name, type, help, metrics);
    }
  }
}
