package io.pharos.query.promql.annotation;

import io.pharos.query.promql.lexer.GoText;
import io.pharos.query.promql.lexer.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The warnings and infos of one query, each once. Thread-safe. */
public final class Annotations {
  private record Key(String message, String about, int position) {}

  private final String text;
  private final Map<Key, Boolean> seen = new ConcurrentHashMap<>();
  private final Map<Key, Monotonicity> forced = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> warnings = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> infos = new ConcurrentLinkedQueue<>();

  /** For a query with this text. */
  public Annotations(String text) {
    this.text = text;
  }

  /** What may make the answer wrong. */
  public void warn(String message, Span place) {
    add(message, "", place, warnings, "PromQL warning: ");
  }

  /**
   * The same about a metric; its name is appended in quotes behind the phrase unless it is empty.
   */
  public void warn(String message, String phrase, String metric, Span place) {
    add(message, about(phrase, metric), place, warnings, "PromQL warning: ");
  }

  /** What the author of the query may want to know. */
  public void info(String message, Span place) {
    add(message, "", place, infos, "PromQL info: ");
  }

  /**
   * The same about a metric; its name is appended in quotes behind the phrase unless it is empty.
   */
  public void info(String message, String phrase, String metric, Span place) {
    add(message, about(phrase, metric), place, infos, "PromQL info: ");
  }

  /** A line from elsewhere, such as the storage. */
  public void plainWarning(String line) {
    if (seen.putIfAbsent(new Key(line, "", -1), true) == null) {
      warnings.add(line);
    }
  }

  /**
   * That the counts of classic buckets had to be raised; all of one metric and place become one.
   */
  public void forcedMonotonicity(
      String metric, double from, double to, double difference, long time, Span place) {
    forced.merge(
        new Key("", metric, place.start()),
        new Monotonicity(place, from, to, difference, 1, time, time),
        Monotonicity::with);
  }

  private static String about(String phrase, String metric) {
    return metric.isEmpty() ? "" : phrase + GoText.quote(metric);
  }

  private void add(
      String message,
      String about,
      Span place,
      ConcurrentLinkedQueue<String> lines,
      String prefix) {
    if (seen.putIfAbsent(new Key(message, about, place.start()), true) == null) {
      lines.add(prefix + message + about + " (" + place.position(text) + ")");
    }
  }

  /** How many different ones there are so far. */
  public int count() {
    return seen.size() + forced.size();
  }

  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  public List<String> infos() {
    List<String> all = new ArrayList<>(infos);
    forced.forEach((key, value) -> all.add(value.line(key.about, text)));
    return all;
  }
}
