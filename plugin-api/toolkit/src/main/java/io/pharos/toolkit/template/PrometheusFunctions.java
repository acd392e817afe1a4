package io.pharos.toolkit.template;

import static io.pharos.toolkit.template.Param.ANY;
import static io.pharos.toolkit.template.Param.STRING;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.spi.error.ConfigException;
import io.pharos.toolkit.unit.Durations;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** The functions of the templates of rules, beside Go's own. */
public final class PrometheusFunctions {
  private static final Param RESULT = Param.object("template.queryResult", true);
  private static final Param SAMPLE = Param.object("*template.sample", true);

  private PrometheusFunctions() {}

  /** Answers the queries of a template. */
  @FunctionalInterface
  public interface Query {
    /**
     * The series of an instant query in their order.
     *
     * @throws RuntimeException whose message becomes the template's error
     */
    List<Found> run(String query);
  }

  /**
   * A series that a query found. Immutable.
   *
   * @param histogram null for a float
   */
  public record Found(Labels labels, double value, @Nullable Histogram histogram) {}

  /**
   * All functions.
   *
   * @param now what {@code now} answers, in epoch seconds
   */
  public static Map<String, Function> of(Query query, DoubleSupplier now, String externalUrl) {
    Map<String, Function> all = new HashMap<>(TextFunctions.FUNCTIONS);
    all.putAll(numbers());
    all.putAll(data(query));
    all.put("now", Function.of(List.of(), a -> now.getAsDouble()));
    all.put("externalURL", Function.of(List.of(), a -> externalUrl));
    all.put("pathPrefix", Function.of(List.of(), a -> path(externalUrl)));
    all.put("args", new Function(List.of(), ANY, PrometheusFunctions::arguments));
    all.put("graphLink", Function.ofText(expression -> graphLink(expression, 0)));
    all.put("tableLink", Function.ofText(expression -> graphLink(expression, 1)));
    all.put("urlQueryEscape", Function.ofText(Builtins::urlQuery));
    all.put("stripPort", Function.ofText(Hosts::withoutPort));
    all.put("stripDomain", Function.ofText(Hosts::withoutDomain));
    all.put("parseDuration", Function.of(List.of(STRING), a -> duration(Function.text(a[0]))));
    return all;
  }

  /** A value of a series as templates see it. */
  public static Object value(double value, @Nullable Histogram histogram) {
    return histogram == null ? (Object) value : new HistogramText.OfTemplate(histogram);
  }

  /** Where people see the graph (tab 0) or the table (tab 1) of an expression. */
  public static String graphLink(String expression, int tab) {
    return "/graph?g0.expr=" + Builtins.urlQuery(expression) + "&g0.tab=" + tab;
  }

  private static Map<String, Function> numbers() {
    return Map.of(
        "humanize", number(Humanize::metric),
        "humanize1024", number(Humanize::binary),
        "humanizeDuration", number(Humanize::duration),
        "humanizePercentage", number(Humanize::percentage),
        "humanizeTimestamp", number(Humanize::timestamp),
        "toTime", number(Humanize::time),
        "toDuration", number(Humanize::durationOf));
  }

  private static Function number(java.util.function.DoubleFunction<Object> print) {
    return Function.of(List.of(ANY), a -> print.apply(Humanize.toFloat(a[0])));
  }

  private static Map<String, Function> data(Query query) {
    return Map.of(
        "query", Function.of(List.of(STRING), a -> run(query, Function.text(a[0]))),
        "first", Function.of(List.of(RESULT), a -> first(a[0])),
        "label", Function.of(List.of(STRING, SAMPLE), a -> sample(a[1]).label(Function.text(a[0]))),
        "value", Function.of(List.of(SAMPLE), a -> sample(a[0]).value()),
        "strvalue", Function.of(List.of(SAMPLE), a -> sample(a[0]).label("__value__")),
        "sortByLabel",
            Function.of(List.of(STRING, RESULT), a -> sorted(Function.text(a[0]), a[1])));
  }

  private static Result run(Query query, String text) {
    List<Found> found;
    try {
      found = query.run(text);
    } catch (TemplateException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new TemplateException(String.valueOf(e.getMessage()), e);
    }
    List<Sample> samples = new ArrayList<>(found.size());
    for (Found series : found) {
      samples.add(
          new Sample(
              GoObject.PlainMap.ofStrings(series.labels().toMap()),
              value(series.value(), series.histogram())));
    }
    return new Result(samples);
  }

  private static Sample first(@Nullable Object result) {
    if (!(result instanceof Result list) || list.items().isEmpty()) {
      throw new TemplateException("first() called on vector with no elements");
    }
    return list.items().getFirst();
  }

  private static Sample sample(@Nullable Object argument) {
    if (!(argument instanceof Sample sample)) {
      throw new TemplateException(
          "runtime error: invalid memory address or nil pointer dereference");
    }
    return sample;
  }

  private static Result sorted(String label, @Nullable Object result) {
    if (!(result instanceof Result list)) {
      return new Result(List.of());
    }
    List<Sample> samples = new ArrayList<>(list.items());
    samples.sort((a, b) -> naturally(a.label(label), b.label(label)));
    return new Result(samples);
  }

  /** Digits compare as numbers, as in {@code sort_by_label}. */
  private static int naturally(String a, String b) {
    int left = 0;
    int right = 0;
    while (left < a.length() && right < b.length()) {
      int leftEnd = digits(a, left);
      int rightEnd = digits(b, right);
      if (leftEnd > left && rightEnd > right) {
        int byNumber =
            new java.math.BigInteger(a.substring(left, leftEnd))
                .compareTo(new java.math.BigInteger(b.substring(right, rightEnd)));
        if (byNumber != 0) {
          return byNumber;
        }
        left = leftEnd;
        right = rightEnd;
      } else if (a.charAt(left) == b.charAt(right)) {
        left++;
        right++;
      } else {
        return Character.compare(a.charAt(left), b.charAt(right));
      }
    }
    return Integer.compare(a.length() - left, b.length() - right);
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static GoObject arguments(@Nullable Object[] arguments) {
    java.util.TreeMap<String, @Nullable Object> entries =
        new java.util.TreeMap<>(io.pharos.model.label.LabelOrder::compare);
    for (int i = 0; i < arguments.length; i++) {
      entries.put("arg" + i, arguments[i]);
    }
    return new GoObject.PlainMap("map[string]interface {}", entries, null);
  }

  private static double duration(String text) {
    boolean negative = text.startsWith("-");
    try {
      double seconds = Durations.parseMillis(negative ? text.substring(1) : text) / 1000.0;
      return negative ? -seconds : seconds;
    } catch (ConfigException e) {
      throw new TemplateException(e.getMessage(), e);
    }
  }

  private static String path(String url) {
    try {
      String path = URI.create(url).getRawPath();
      return path == null ? "" : path;
    } catch (IllegalArgumentException e) {
      throw new TemplateException("external URL is none: " + url, e);
    }
  }

  /** What a template gets as its dot: labels, external labels and URL, and the value. */
  public static GoObject data(
      Map<String, String> labels, Map<String, String> externalLabels, String url, Object value) {
    SequencedMap<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("Labels", GoObject.PlainMap.ofStrings(labels));
    fields.put("ExternalLabels", GoObject.PlainMap.ofStrings(externalLabels));
    fields.put("ExternalURL", url);
    fields.put("Value", value);
    return new GoObject.PlainStruct(
        "struct { Labels map[string]string; ExternalLabels map[string]string;"
            + " ExternalURL string; Value interface {} }",
        fields);
  }

  /** A list of samples. */
  private record Result(List<Sample> items) implements GoObject.OfList {
    @Override
    public String goType() {
      return "template.queryResult";
    }

    @Override
    public Result slice(int from, int to) {
      return new Result(items.subList(from, to));
    }
  }

  /** A series of a result. */
  private record Sample(GoObject.PlainMap labels, Object value) implements GoObject.OfStruct {
    @Override
    public String goType() {
      return "*template.sample";
    }

    String label(String name) {
      Object found = labels.entries().get(name);
      return found instanceof String text ? text : "";
    }

    @Override
    public SequencedMap<String, @Nullable Object> fields() {
      SequencedMap<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("Labels", labels);
      fields.put("Value", value);
      return fields;
    }
  }
}
