package io.pharos.query.promql.operator;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.model.label.MatchType;
import io.pharos.query.promql.operator.ColumnsSource.Entry;
import io.pharos.query.promql.plan.Node;
import io.pharos.query.promql.series.Column;
import io.pharos.query.promql.series.Steps;
import io.pharos.spi.error.QueryException;
import io.pharos.toolkit.match.LabelFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * info(): adds labels of info series, which describe what a series comes from, to series of the
 * same instance and job.
 */
final class InfoCall {
  private static final LabelSubset IDENTITY = new LabelSubset(List.of("instance", "job"), true);

  /** An info series with the times of its samples in seconds. */
  private record InfoSeries(Labels labels, Column times) {}

  /** How a base expression looks at other times than its steps. */
  private record Shift(long offset, @Nullable Long at) {}

  private final Evaluator evaluator;

  InfoCall(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  SeriesSource evaluate(List<Node> args, Steps steps) {
    List<Entry> base = evaluator.columns(args.getFirst(), steps);
    List<LabelMatcher> names = new ArrayList<>();
    List<LabelMatcher> data = new ArrayList<>();
    Node selector = args.size() > 1 ? args.get(1) : null;
    if (selector instanceof Node.Fixed fixed) {
      selector = fixed.inner();
    }
    if (selector instanceof Node.Select select) {
      for (LabelMatcher matcher : select.matchers()) {
        (matcher.name().equals(Label.NAME) ? names : data).add(matcher);
      }
    }
    completeNames(names);
    List<LabelFilter> nameFilters = LabelFilter.of(names);
    Map<Labels, List<InfoSeries>> infos = infos(base, args.getFirst(), names, data, steps);
    List<LabelFilter> wanted = LabelFilter.of(data);
    Map<Labels, Entry> results = new LinkedHashMap<>();
    for (Entry entry : base) {
      evaluator.evaluation().check();
      if (LabelFilter.matchesAll(nameFilters, nameOf(entry.labels()))) {
        results.merge(entry.labels(), entry, InfoCall::refuse);
        continue;
      }
      enrich(entry, infos.getOrDefault(IDENTITY.of(entry.labels()), List.of()), wanted, results);
    }
    return new ColumnsSource(List.copyOf(results.values()));
  }

  private static Entry refuse(Entry a, Entry b) {
    throw Columns.sameLabels();
  }

  private static Labels nameOf(Labels labels) {
    return Labels.of(Label.NAME, labels.metricName());
  }

  private static void completeNames(List<LabelMatcher> names) {
    if (names.isEmpty()) {
      names.add(LabelMatcher.equal(Label.NAME, "target_info"));
    } else if (names.stream().allMatch(matcher -> matcher.type().isNegative())) {
      names.add(new LabelMatcher(MatchType.REGEX, Label.NAME, ".+_info"));
    }
  }

  private Map<Labels, List<InfoSeries>> infos(
      List<Entry> base,
      Node baseNode,
      List<LabelMatcher> names,
      List<LabelMatcher> data,
      Steps steps) {
    Map<Labels, List<InfoSeries>> infos = new HashMap<>();
    boolean any = base.stream().anyMatch(entry -> !IDENTITY.of(entry.labels()).isEmpty());
    if (!any) {
      return infos;
    }
    List<LabelMatcher> matchers = new ArrayList<>(names);
    matchers.addAll(data);
    Shift shift = shift(baseNode);
    Node.Select select =
        new Node.Select(
            matchers,
            shift.offset,
            shift.at,
            io.pharos.query.promql.ast.Expr.Edges.PLAIN,
            Node.Hint.NONE,
            false,
            baseNode.span());
    Evaluation evaluation = evaluator.evaluation();
    SelectSource values = new SelectSource(evaluation, select, steps, SelectSource.What.VALUE);
    SelectSource times = new SelectSource(evaluation, select, steps, SelectSource.What.TIME);
    Scratch scratch = new Scratch();
    Map<Labels, Column> timesOf = new HashMap<>();
    for (int i = 0; i < times.size(); i++) {
      Column column = new Column(steps.count());
      times.read(i, scratch, column);
      timesOf.put(values.size() > i ? values.labels(i) : times.labels(i), column);
    }
    for (int i = 0; i < values.size(); i++) {
      Column column = new Column(steps.count());
      values.read(i, scratch, column);
      Labels labels = values.labels(i);
      if (column.hasHistograms()) {
        throw error("this should be an info metric, with float samples: " + labels);
      }
      Column seconds = timesOf.get(labels);
      if (!column.isEmpty() && seconds != null) {
        infos
            .computeIfAbsent(IDENTITY.of(labels), key -> new ArrayList<>())
            .add(new InfoSeries(labels, seconds));
      }
    }
    return infos;
  }

  private static Shift shift(Node node) {
    return switch (node) {
      case Node.Select select -> new Shift(select.offset(), select.at());
      case Node.Subquery subquery -> {
        if (subquery.at() != null) {
          yield new Shift(subquery.offset(), subquery.at());
        }
        Shift inner = shift(subquery.inner());
        yield new Shift(subquery.offset() + inner.offset, inner.at);
      }
      default -> {
        for (Node child : node.children()) {
          Shift found = shift(child);
          if (found.offset != 0 || found.at != null) {
            yield found;
          }
        }
        yield new Shift(0, null);
      }
    };
  }

  private void enrich(
      Entry entry, List<InfoSeries> infos, List<LabelFilter> wanted, Map<Labels, Entry> results) {
    Column column = entry.column();
    for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
      Map<String, InfoSeries> newest = newest(infos, step);
      Labels labels = enriched(entry.labels(), newest, wanted);
      if (labels == null) {
        continue;
      }
      Entry result =
          results.computeIfAbsent(
              labels, key -> new Entry(key, entry.dropsName(), new Column(column.steps())));
      if (result.column().has(step)) {
        throw Columns.sameLabels();
      }
      result.column().copy(step, column, step);
    }
  }

  /** The info series of each metric name with the newest sample. */
  private static Map<String, InfoSeries> newest(List<InfoSeries> infos, int step) {
    Map<String, InfoSeries> newest = new LinkedHashMap<>();
    for (InfoSeries info : infos) {
      if (!info.times.has(step)) {
        continue;
      }
      InfoSeries other = newest.get(info.labels.metricName());
      if (other != null) {
        double mine = info.times.values()[step];
        double theirs = other.times.values()[step];
        if (mine == theirs) {
          throw error(
              "found duplicate series for info metric: existing "
                  + other.labels
                  + " @ "
                  + Math.round(theirs * 1000)
                  + ", new "
                  + info.labels
                  + " @ "
                  + Math.round(mine * 1000));
        }
        if (mine < theirs) {
          continue;
        }
      }
      newest.put(info.labels.metricName(), info);
    }
    return newest;
  }

  private static @Nullable Labels enriched(
      Labels base, Map<String, InfoSeries> infos, List<LabelFilter> wanted) {
    Map<String, String> added = new HashMap<>();
    for (InfoSeries info : infos.values()) {
      for (int i = 0; i < info.labels.size(); i++) {
        String name = info.labels.name(i);
        if (name.equals(Label.NAME)
            || name.equals("instance")
            || name.equals("job")
            || (!wanted.isEmpty() && wanted.stream().noneMatch(f -> f.name().equals(name)))) {
          continue;
        }
        String value = info.labels.value(i);
        String other = added.putIfAbsent(name, value);
        if (other != null && !other.equals(value)) {
          throw error("conflicting label: " + name);
        }
      }
    }
    for (LabelFilter filter : wanted) {
      if (!filter.matchesEmpty() && !added.containsKey(filter.name())) {
        return null;
      }
    }
    LabelsBuilder labels = base.toBuilder();
    added.forEach(
        (name, value) -> {
          if (!base.has(name)) {
            labels.set(name, value);
          }
        });
    return labels.build();
  }

  private static QueryException error(String reason) {
    return new QueryException(QueryException.Code.EXECUTION, reason);
  }
}
