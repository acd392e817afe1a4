package io.pharos.query.promql.conformance;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.query.promql.lexer.GoText;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.query.ResultSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a script says of one query. Confined to one thread. */
final class Expectation {
  private static final Pattern EXPECT =
      Pattern.compile("expect\\s+(fail|warn|info)(?:\\s+(msg|regex):\\s*(.*))?");
  private static final Pattern RANGE_VECTOR =
      Pattern.compile("expect range vector from (\\S+) to (\\S+) step (\\S+)");

  private record Text(String type, boolean regex, @Nullable String text) {
    boolean matches(String line) {
      return text == null
          || (regex ? Pattern.compile(text).matcher(line).find() : line.equals(text));
    }
  }

  private final Script.Eval eval;
  private final List<Text> texts = new ArrayList<>();
  private final List<SeriesLine> series = new ArrayList<>();
  private boolean ordered;
  private boolean noWarn;
  private boolean noInfo;
  private @Nullable String string;
  private @Nullable Double scalar;
  private long rangeStart;
  private long rangeStep;

  Expectation(Script.Eval eval, String place) {
    this.eval = eval;
    this.rangeStart = eval.start();
    this.rangeStep = eval.step();
    switch (eval.mode()) {
      case "ordered" -> ordered = true;
      case "" -> {}
      default -> texts.add(new Text(eval.mode(), false, null));
    }
    for (String line : eval.expectations()) {
      read(line, place);
    }
  }

  private void read(String line, String place) {
    Matcher expect = EXPECT.matcher(line);
    Matcher range = RANGE_VECTOR.matcher(line);
    if (expect.matches()) {
      texts.add(new Text(expect.group(1), "regex".equals(expect.group(2)), expect.group(3)));
    } else if (range.matches()) {
      rangeStart = Script.time(range.group(1));
      rangeStep = Script.time(range.group(3));
    } else if (line.startsWith("expect string ")) {
      string = GoText.unquote(line.substring("expect string ".length()).strip());
    } else if (line.startsWith("expected_fail_message ")) {
      texts.add(new Text("fail", false, line.substring("expected_fail_message ".length())));
    } else if (line.startsWith("expected_fail_regexp ")) {
      texts.add(new Text("fail", true, line.substring("expected_fail_regexp ".length())));
    } else if (line.startsWith("expect") && (line.charAt(6) == ' ' || line.charAt(6) == '_')) {
      switch (line) {
        case "expect ordered" -> ordered = true;
        case "expect no_warn" -> noWarn = true;
        case "expect no_info" -> noInfo = true;
        default -> throw new IllegalStateException("unknown directive at " + place + ": " + line);
      }
    } else if (line.matches("[+-]?([0-9.]+([eE][+-]?[0-9]+)?|[Ii]nf|NaN)")) {
      SeriesLine parsed = SeriesLine.parse("{} " + line);
      scalar = parsed.points().getFirst().value();
    } else {
      series.add(SeriesLine.parse(line));
    }
  }

  boolean expectsFailure() {
    return texts.stream().anyMatch(text -> text.type.equals("fail"));
  }

  /** What is wrong with an error, or null. */
  @Nullable String checkFailure(String message) {
    for (Text text : texts) {
      if (text.type.equals("fail") && !text.matches(message)) {
        return "failed otherwise: " + message;
      }
    }
    return null;
  }

  /** What is wrong with a result, or null. */
  @Nullable String check(QueryResult result) {
    String wrong = annotations("warn", result.warnings(), noWarn);
    wrong = wrong == null ? annotations("info", result.infos(), noInfo) : wrong;
    return wrong == null ? values(result) : wrong;
  }

  private @Nullable String annotations(String type, List<String> lines, boolean none) {
    if (none && !lines.isEmpty()) {
      return "unexpected " + type + ": " + lines;
    }
    List<Text> wanted = texts.stream().filter(text -> text.type.equals(type)).toList();
    for (Text text : wanted) {
      if (lines.stream().noneMatch(text::matches)) {
        return "missing " + type + " " + text.text + ", got " + lines;
      }
    }
    for (String line : lines) {
      if (!wanted.isEmpty() && wanted.stream().noneMatch(text -> text.matches(line))) {
        return "unexpected " + type + ": " + line;
      }
    }
    return null;
  }

  private @Nullable String values(QueryResult result) {
    if (string != null) {
      return result.string().equals(string) ? null : "string " + result.string();
    }
    if (scalar != null) {
      return result.type() == QueryResult.Type.SCALAR
              && Values.almostEqual(scalar, result.series().getFirst().value(0))
          ? null
          : "expected " + scalar + ", got " + show(result);
    }
    List<ResultSeries> actual = result.series();
    List<SeriesLine> expected = series.stream().filter(Expectation::hasPoint).toList();
    if (actual.size() != expected.size()) {
      return "expected " + expected.size() + " series, got " + show(result);
    }
    for (int i = 0; i < expected.size(); i++) {
      ResultSeries found = ordered ? actual.get(i) : find(expected.get(i).labels(), actual);
      if (found == null || !found.labels().equals(expected.get(i).labels())) {
        return "missing " + expected.get(i).labels() + " in " + show(result);
      }
      String wrong = points(expected.get(i), found);
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  private static boolean hasPoint(SeriesLine line) {
    return line.points().stream().anyMatch(SeriesLine.Point::present);
  }

  private static @Nullable ResultSeries find(Labels labels, List<ResultSeries> all) {
    return all.stream().filter(one -> one.labels().equals(labels)).findFirst().orElse(null);
  }

  private @Nullable String points(SeriesLine expected, ResultSeries actual) {
    int at = 0;
    for (int i = 0; i < expected.points().size(); i++) {
      SeriesLine.Point point = expected.points().get(i);
      if (!point.present()) {
        continue;
      }
      long time = rangeStep == 0 ? eval.start() : rangeStart + i * rangeStep;
      if (at == actual.size() || actual.timestamp(at) != time) {
        return "no point of " + expected.labels() + " at " + time + " in " + show(actual);
      }
      Histogram histogram = actual.histogram(at);
      boolean same =
          point.histogram() == null
              ? histogram == null && Values.almostEqual(point.value(), actual.value(at))
              : histogram != null && HistogramText.matches(point.histogram(), histogram);
      if (!same) {
        return expected.labels()
            + " at "
            + time
            + ": expected "
            + (point.histogram() == null ? point.value() : point.histogram())
            + ", got "
            + (histogram == null ? actual.value(at) : histogram);
      }
      at++;
    }
    return at == actual.size() ? null : "more points than expected: " + show(actual);
  }

  private static String show(QueryResult result) {
    return String.join("; ", result.series().stream().map(Expectation::show).toList());
  }

  private static String show(ResultSeries series) {
    StringBuilder text = new StringBuilder(series.labels().toString());
    for (int i = 0; i < Math.min(12, series.size()); i++) {
      text.append(' ').append(series.timestamp(i)).append('=');
      Histogram histogram = series.histogram(i);
      text.append(histogram == null ? series.value(i) : histogram);
    }
    return text.toString();
  }
}
