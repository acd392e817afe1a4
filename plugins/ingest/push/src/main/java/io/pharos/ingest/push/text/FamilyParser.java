package io.pharos.ingest.push.text;

import io.pharos.ingest.push.family.Family;
import io.pharos.ingest.push.text.OpenFamily.Part;
import io.pharos.model.sample.MetricType;
import io.pharos.toolkit.exposition.Decimals;
import io.pharos.toolkit.exposition.ExpositionException;
import io.pharos.toolkit.exposition.GoQuote;
import io.pharos.toolkit.exposition.Utf8;
import io.pharos.toolkit.relabel.NameScheme;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text format 0.0.4 as strictly as the original does, with its messages: every line ends
 * in a line feed, and nothing may stand behind a value but a time. Confined to one thread.
 */
public final class FamilyParser {
  private final Characters in;
  private final NameScheme scheme;
  private final Map<String, OpenFamily> families = new LinkedHashMap<>();
  private @Nullable OpenFamily family;
  private Part part = Part.VALUE;

  private FamilyParser(byte[] body, NameScheme scheme) {
    in = new Characters(body);
    this.scheme = scheme;
  }

  /** Reads a body; families without metrics are left out. */
  public static List<Family> parse(byte[] body, NameScheme scheme) throws BodyException {
    FamilyParser parser = new FamilyParser(body, scheme);
    while (parser.in.nextLine()) {
      switch (parser.in.current()) {
        case '\n' -> {}
        case '#' -> parser.comment();
        default -> parser.sample();
      }
    }
    List<Family> closed = new ArrayList<>();
    for (OpenFamily open : parser.families.values()) {
      if (!open.isEmpty()) {
        closed.add(open.close());
      }
    }
    return closed;
  }

  private void comment() throws BodyException {
    in.skipBlanks();
    String keyword = in.isAtLineEnd() ? "" : in.untilBlank();
    if (in.isAtLineEnd()) {
      return;
    }
    if (!keyword.equals("HELP") && !keyword.equals("TYPE")) {
      in.untilLineEnd(false);
      return;
    }
    in.skipBlanksIfAny();
    if (in.isAtLineEnd()) {
      return;
    }
    String name = in.name(true);
    if (in.isAtLineEnd()) {
      return;
    }
    if (!in.isAtBlank()) {
      throw in.failed("invalid metric name in comment");
    }
    OpenFamily described = open(name);
    in.skipBlanksIfAny();
    if (in.isAtLineEnd()) {
      return;
    }
    if (keyword.equals("HELP")) {
      help(described);
    } else {
      type(described);
    }
  }

  private void help(OpenFamily described) throws BodyException {
    if (described.help != null) {
      throw in.failed("second HELP line for metric name " + GoQuote.quote(described.name));
    }
    described.help = in.untilLineEnd(true);
  }

  private void type(OpenFamily described) throws BodyException {
    if (described.type != null) {
      throw in.failed(
          "second TYPE line for metric name "
              + GoQuote.quote(described.name)
              + ", or TYPE reported after samples");
    }
    String word = in.untilLineEnd(false);
    described.type =
        switch (word.toLowerCase(Locale.ROOT)) {
          case "counter" -> MetricType.COUNTER;
          case "gauge" -> MetricType.GAUGE;
          case "summary" -> MetricType.SUMMARY;
          case "untyped" -> MetricType.UNKNOWN;
          case "histogram", "gaugehistogram", "gauge_histogram" -> MetricType.HISTOGRAM;
          default -> throw in.failed("unknown metric type " + GoQuote.quote(word));
        };
  }

  /** The family of a name, or the summary or histogram of which the name is a part. */
  private OpenFamily open(String name) throws BodyException {
    part = Part.VALUE;
    OpenFamily found = families.get(name);
    if (found != null) {
      return found;
    }
    OpenFamily whole = partOf(name, "_count", Part.COUNT);
    whole = whole == null ? partOf(name, "_sum", Part.SUM) : whole;
    whole = whole == null ? partOf(name, "_bucket", Part.BUCKET) : whole;
    if (whole != null) {
      return whole;
    }
    if (!scheme.isMetricName(name)) {
      throw in.failed("invalid metric name " + GoQuote.quote(name));
    }
    OpenFamily opened = new OpenFamily(name);
    families.put(name, opened);
    return opened;
  }

  private @Nullable OpenFamily partOf(String name, String suffix, Part which) {
    if (!name.endsWith(suffix)) {
      return null;
    }
    OpenFamily found = families.get(name.substring(0, name.length() - suffix.length()));
    boolean fits =
        found != null
            && (found.type == MetricType.HISTOGRAM
                || (found.type == MetricType.SUMMARY && which != Part.BUCKET));
    if (fits) {
      part = which;
    }
    return fits ? found : null;
  }

  private void sample() throws BodyException {
    family = null;
    boolean inside = in.current() == '{';
    if (!inside) {
      String name = in.name(true);
      if (name.isEmpty()) {
        throw in.failed("invalid metric name");
      }
      begin(name);
      in.skipBlanksIfAny();
    }
    SortedMap<String, String> labels = new TreeMap<>();
    double at = in.current() == '{' ? labels(inside, labels) : Double.NaN;
    OpenFamily named = family;
    if (named == null) {
      throw in.failed("invalid metric name");
    }
    value(named, named.metric(labels), at);
  }

  private void begin(String name) throws BodyException {
    OpenFamily opened = open(name);
    if (opened.type == null) {
      opened.type = MetricType.UNKNOWN;
    }
    family = opened;
  }

  /** Reads labels from the opening brace to behind the closing one; gives the quantile or bound. */
  private double labels(boolean inside, SortedMap<String, String> labels) throws BodyException {
    double at = Double.NaN;
    in.skipBlanks();
    while (in.current() != '}') {
      String name = in.name(false);
      if (name.isEmpty()) {
        throw in.failed("invalid label name for metric " + GoQuote.quote(familyName()));
      }
      in.skipBlanksIfAny();
      if (in.current() != '=') {
        metricName(inside, name);
      } else {
        String value = label(name, labels);
        if (isPoint(name)) {
          at = point(name, value);
        } else {
          labels.put(name, value);
        }
        in.skipBlanksIfAny();
        if (in.current() != ',' && in.current() != '}') {
          throw in.failed("unexpected end of label value " + GoQuote.quote(value));
        }
      }
      if (in.current() == ',') {
        in.skipBlanks();
      }
    }
    in.skipBlanks();
    return at;
  }

  /** A quoted name without a value, which is the metric's where the braces stand first. */
  private void metricName(boolean inside, String name) throws BodyException {
    String found = "'" + (char) (in.current() & 0xFF) + "'";
    if (!inside) {
      throw in.failed("expected '=' after label name, found " + found);
    }
    if (family != null) {
      throw in.failed("multiple metric names for metric " + GoQuote.quote(familyName()));
    }
    if (in.current() != ',' && in.current() != '}') {
      throw in.failed("unexpected end of metric name " + found);
    }
    begin(name);
  }

  private String label(String name, SortedMap<String, String> labels) throws BodyException {
    if (family == null) {
      throw in.failed("invalid metric name");
    }
    if (name.equals("__name__")) {
      throw in.failed("label name " + GoQuote.quote(name) + " is reserved");
    }
    if (!scheme.isLabelName(name)) {
      throw in.failed("invalid label name " + GoQuote.quote(name));
    }
    in.skipBlanks();
    if (in.current() != '"') {
      String found = "'" + (char) (in.current() & 0xFF) + "'";
      throw in.failed("expected '\"' at start of label value, found " + found);
    }
    if (labels.containsKey(name)) {
      throw in.failed("duplicate label names for metric " + GoQuote.quote(familyName()));
    }
    String value = in.quotedValue();
    if (!Utf8.isValid(value)) {
      throw in.failed("invalid label value " + GoQuote.quote(value));
    }
    return value;
  }

  /** Whether a label is none of the metric but says which quantile or bucket a line has. */
  private boolean isPoint(String name) {
    MetricType type = family == null ? null : family.type;
    return (type == MetricType.SUMMARY && name.equals("quantile"))
        || (type == MetricType.HISTOGRAM && name.equals("le"));
  }

  private double point(String name, String value) throws BodyException {
    try {
      return number(value);
    } catch (ExpositionException e) {
      throw in.failed(
          "expected float as value for '" + name + "' label, got " + GoQuote.quote(value));
    }
  }

  private void value(OpenFamily named, OpenFamily.OpenMetric metric, double at)
      throws BodyException {
    String word = in.untilBlank();
    MetricType type = named.type == null ? MetricType.UNKNOWN : named.type;
    try {
      metric.take(part, at, number(word), type);
    } catch (ExpositionException e) {
      throw in.failed("expected float as value, got " + GoQuote.quote(word));
    }
    if (in.isAtLineEnd()) {
      return;
    }
    in.skipBlanksIfAny();
    String time = in.untilBlank();
    try {
      Long.parseLong(time);
    } catch (NumberFormatException e) {
      throw in.failed("expected integer as timestamp, got " + GoQuote.quote(time));
    }
    metric.timestamp();
    String rest = in.untilLineEnd(false);
    if (!rest.isEmpty()) {
      throw in.failed("spurious string after timestamp: " + GoQuote.quote(rest));
    }
  }

  private String familyName() {
    return family == null ? "" : family.name;
  }

  private static double number(String word) throws ExpositionException {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0) {
      throw new ExpositionException("no number");
    }
    return Decimals.parse(bytes, 0, bytes.length);
  }
}
