package io.pharos.query.promql.conformance;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.StaleMarker;
import io.pharos.query.promql.histogram.FloatHistogram;
import io.pharos.query.promql.parse.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A series of a script: labels and points, as in {@code up{job="a"} 0+1x3 _ stale}.
 *
 * @param startTimes whether the points are start timestamps, relative to the samples
 */
record SeriesLine(Labels labels, boolean startTimes, List<Point> points) {
  private static final Pattern SEQUENCE =
      Pattern.compile(
          "([+-]?(?:[0-9.]+(?:[eE][+-]?[0-9]+)?|[Ii]nf|NaN|nan))"
              + "(?:([+-](?:[0-9.]+(?:[eE][+-]?[0-9]+)?|[Ii]nf))?x([0-9]+))?");
  private static final Pattern DURATIONS =
      Pattern.compile("([+-]?(?:[0-9]+[a-z]+|0)+)(?:([+-](?:[0-9]+[a-z]+?)+)?x([0-9]+))?");

  /** A point: nothing, a float, or a histogram. */
  record Point(boolean present, double value, @Nullable Histogram histogram) {
    static final Point NONE = new Point(false, 0, null);

    static Point of(double value) {
      return new Point(true, value, null);
    }

    static Point of(Histogram histogram) {
      return new Point(true, 0, histogram);
    }
  }

  static SeriesLine parse(String line) {
    String text = line.strip();
    int end = endOfSelector(text);
    String selector = text.substring(0, end);
    String rest = text.substring(end);
    boolean startTimes = rest.startsWith("@st");
    if (startTimes) {
      rest = rest.substring(3);
    }
    return new SeriesLine(labels(selector), startTimes, points(rest.strip(), startTimes));
  }

  private static int endOfSelector(String text) {
    int at = 0;
    boolean braces = false;
    char quote = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (quote != 0) {
        if (c == '\\' && quote != '`') {
          at++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'' || c == '`') {
        quote = c;
      } else if (c == '{') {
        braces = true;
      } else if (c == '}') {
        return at + 1;
      } else if (!braces && (c == ' ' || c == '\t' || c == '@')) {
        int next = at;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
          next++;
        }
        boolean openBraces =
            next < text.length() && text.charAt(next) == '{' && !text.startsWith("{{", next);
        if (!openBraces) {
          return at;
        }
      }
      at++;
    }
    return at;
  }

  static Labels labels(String selector) {
    LabelsBuilder labels = new LabelsBuilder();
    if (selector.strip().equals("{}")) {
      return labels.build();
    }
    // a selector needs a matcher that does not match the empty string
    String complete = selector.strip();
    int close = complete.lastIndexOf('}');
    String extended =
        close < 0
            ? complete
            : complete.substring(0, close).stripTrailing()
                + (complete.substring(0, close).stripTrailing().matches("(?s).*[{,]") ? "" : ",")
                + "__complete__=\"x\"}";
    for (LabelMatcher matcher : io.pharos.query.promql.parse.Parser.parseSelector(extended)) {
      if (!matcher.name().equals("__complete__")) {
        labels.set(matcher.name(), matcher.value());
      }
    }
    return labels.build();
  }

  private static List<Point> points(String text, boolean startTimes) {
    List<Point> points = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else if (text.startsWith("{{", at)) {
        at = histograms(text, at, points);
      } else {
        int end = at;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
          end++;
        }
        item(text.substring(at, end), startTimes, points);
        at = end;
      }
    }
    return points;
  }

  private static void item(String item, boolean startTimes, List<Point> points) {
    if (item.startsWith("_")) {
      int count = item.length() == 1 ? 1 : Integer.parseInt(item.substring(2));
      for (int i = 0; i < count; i++) {
        points.add(Point.NONE);
      }
      return;
    }
    if (item.startsWith("stale")) {
      int count = item.length() == 5 ? 1 : Integer.parseInt(item.substring(6));
      for (int i = 0; i < count; i++) {
        points.add(Point.of(StaleMarker.VALUE));
      }
      return;
    }
    Matcher sequence = (startTimes ? DURATIONS : SEQUENCE).matcher(item);
    if (!sequence.matches()) {
      throw new IllegalArgumentException("no points: " + item);
    }
    double value = number(sequence.group(1), startTimes);
    points.add(Point.of(value));
    if (sequence.group(3) != null) {
      double step = sequence.group(2) == null ? 0 : number(sequence.group(2), startTimes);
      int count = Integer.parseInt(sequence.group(3));
      for (int i = 0; i < count; i++) {
        value += step;
        points.add(Point.of(value));
      }
    }
  }

  private static double number(String text, boolean duration) {
    if (!duration) {
      return switch (text) {
        case "Inf", "+Inf", "inf", "+inf" -> Double.POSITIVE_INFINITY;
        case "-Inf", "-inf" -> Double.NEGATIVE_INFINITY;
        case "NaN", "nan" -> StaleMarker.NORMAL_NAN;
        default -> Double.parseDouble(text);
      };
    }
    boolean negative = text.startsWith("-");
    String unsigned = negative || text.startsWith("+") ? text.substring(1) : text;
    double millis = unsigned.equals("0") ? 0 : Numbers.durationMillis(unsigned);
    return negative ? -millis : millis;
  }

  private static int histograms(String text, int start, List<Point> points) {
    int end = text.indexOf("}}", start) + 2;
    Histogram first = HistogramText.parse(text.substring(start + 2, end - 2));
    points.add(Point.of(first));
    int at = end;
    Histogram step = null;
    boolean minus = false;
    if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
      minus = text.charAt(at) == '-';
      int stepEnd = text.indexOf("}}", at) + 2;
      step = HistogramText.parse(text.substring(at + 3, stepEnd - 2));
      at = stepEnd;
    }
    if (at < text.length() && text.charAt(at) == 'x') {
      int digits = at + 1;
      while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
        digits++;
      }
      int count = Integer.parseInt(text.substring(at + 1, digits));
      at = digits;
      Histogram current = first;
      for (int i = 0; i < count; i++) {
        if (step != null) {
          FloatHistogram next = FloatHistogram.of(current);
          if (minus) {
            next.subtract(step);
          } else {
            next.add(step);
          }
          current = next.toHistogram();
        }
        points.add(Point.of(current));
      }
    }
    return at;
  }

  String metricName() {
    return labels.valueOf(Label.NAME);
  }
}
