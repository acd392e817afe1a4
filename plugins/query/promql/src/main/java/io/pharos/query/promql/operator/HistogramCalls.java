package io.pharos.query.promql.operator;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.query.promql.annotation.Annotations;
import io.pharos.query.promql.format.GoNumber;
import io.pharos.query.promql.histogram.ClassicBuckets;
import io.pharos.query.promql.histogram.HistogramStatistics;
import io.pharos.query.promql.lexer.GoText;
import io.pharos.query.promql.lexer.Span;
import io.pharos.query.promql.operator.ColumnsSource.Entry;
import io.pharos.query.promql.plan.Node;
import io.pharos.query.promql.series.Column;
import io.pharos.query.promql.series.Steps;
import io.pharos.spi.error.QueryException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * histogram_quantile, histogram_quantiles and histogram_fraction, of native histograms and of
 * classic ones, whose buckets are series that differ in {@code le}.
 */
final class HistogramCalls {
  private record Bucket(double bound, Column column) {}

  /** What has the same labels but for {@code le}. */
  private static final class Group {
    final List<Bucket> buckets = new ArrayList<>();
    @Nullable Column nativeColumn;
  }

  private final Evaluator evaluator;
  private final Annotations annotations;

  HistogramCalls(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.annotations = evaluator.evaluation().annotations();
  }

  SeriesSource evaluate(Node.Call call, Steps steps) {
    String name = call.function().name();
    List<Node> args = call.args();
    Node vector = name.equals("histogram_quantiles") ? args.getFirst() : args.getLast();
    Map<Labels, Group> groups = groups(evaluator.columns(vector, steps), vector.span());
    List<Entry> result = new ArrayList<>();
    switch (name) {
      case "histogram_fraction" -> {
        double[] low = evaluator.scalar(args.get(0), steps);
        double[] high = evaluator.scalar(args.get(1), steps);
        compute(
            groups, steps, vector.span(), new Fraction(low, high, vector.span()), "", "", result);
      }
      case "histogram_quantile" -> {
        double[] phi = evaluator.scalar(args.getFirst(), steps);
        warn(phi, args.getFirst().span());
        compute(
            groups, steps, vector.span(), new Quantile(phi, vector.span(), steps), "", "", result);
      }
      default -> {
        String label = VectorCalls.text(args.get(1));
        if (label.isEmpty() || !GoText.isValid(label)) {
          throw new QueryException(
              QueryException.Code.EXECUTION, "invalid label name " + GoText.quote(label));
        }
        for (Node arg : args.subList(2, args.size())) {
          double[] phi = evaluator.scalar(arg, steps);
          warn(phi, arg.span());
          String value = phi.length == 0 ? "" : GoNumber.openMetrics(phi[0]);
          compute(
              groups,
              steps,
              vector.span(),
              new Quantile(phi, vector.span(), steps),
              label,
              value,
              result);
        }
      }
    }
    return new ColumnsSource(
        evaluator.evaluation().settings().delayedNames()
            ? result
            : Columns.merged(evaluator.evaluation(), result));
  }

  private void warn(double[] phi, Span span) {
    for (double value : phi) {
      evaluator.warnQuantile(value, span);
    }
  }

  private Map<Labels, Group> groups(List<Entry> entries, Span span) {
    Map<Labels, Group> groups = new LinkedHashMap<>();
    for (Entry entry : entries) {
      evaluator.evaluation().pulse();
      Column column = entry.column();
      Column floats = null;
      Column histograms = null;
      for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
        if (column.histogram(step) == null) {
          floats = floats == null ? new Column(column.steps()) : floats;
          floats.copy(step, column, step);
        } else {
          histograms = histograms == null ? new Column(column.steps()) : histograms;
          histograms.copy(step, column, step);
        }
      }
      if (histograms != null) {
        Group group = groups.computeIfAbsent(entry.labels(), key -> new Group());
        group.nativeColumn = histograms;
      }
      if (floats != null) {
        addBucket(groups, entry, floats, span);
      }
    }
    return groups;
  }

  private void addBucket(Map<Labels, Group> groups, Entry entry, Column floats, Span span) {
    String le = entry.labels().valueOf("le");
    Double bound = bound(le);
    if (bound == null) {
      annotations.warn(
          "bucket label \"le\" is missing or has a malformed value of " + GoText.quote(le),
          " for metric name ",
          metricName(entry.labels()),
          span);
      return;
    }
    Group group = groups.computeIfAbsent(entry.labels().without("le"), key -> new Group());
    group.buckets.add(new Bucket(bound, floats));
  }

  /** For annotations; the name is gone where names are not removed at the end. */
  private String metricName(Labels labels) {
    return evaluator.evaluation().settings().delayedNames() ? labels.metricName() : "";
  }

  private static @Nullable Double bound(String le) {
    String text = le.toLowerCase(Locale.ROOT);
    switch (text) {
      case "+inf", "inf", "+infinity", "infinity" -> {
        return Double.POSITIVE_INFINITY;
      }
      case "-inf", "-infinity" -> {
        return Double.NEGATIVE_INFINITY;
      }
      case "nan" -> {
        return Double.NaN;
      }
      default -> {
        if (text.isEmpty()
            || text.endsWith("d")
            || text.endsWith("f")
            || !text.strip().equals(text)) {
          return null;
        }
        try {
          return Double.valueOf(text);
        } catch (NumberFormatException e) {
          return null;
        }
      }
    }
  }

  /** What is asked of each histogram. */
  private interface Question {
    double ofNative(Histogram histogram, int step, String metric);

    double ofClassic(ClassicBuckets buckets, int step, String metric);
  }

  private void compute(
      Map<Labels, Group> groups,
      Steps steps,
      Span span,
      Question question,
      String label,
      String value,
      List<Entry> result) {
    ClassicBuckets buckets = new ClassicBuckets();
    boolean delayed = evaluator.evaluation().settings().delayedNames();
    groups.forEach(
        (labels, group) -> {
          evaluator.evaluation().check();
          Column column = new Column(steps.count());
          for (int step = 0; step < steps.count(); step++) {
            compute(group, metricName(labels), step, span, question, buckets, column);
          }
          if (!column.isEmpty()) {
            Labels named = label.isEmpty() ? labels : labels.toBuilder().set(label, value).build();
            result.add(
                delayed
                    ? new Entry(named, true, column)
                    : new Entry(SeriesSource.withoutName(named), false, column));
          }
        });
  }

  private void compute(
      Group group,
      String metric,
      int step,
      Span span,
      Question question,
      ClassicBuckets buckets,
      Column out) {
    buckets.clear();
    for (Bucket bucket : group.buckets) {
      if (bucket.column.has(step)) {
        buckets.add(bucket.bound, bucket.column.values()[step]);
      }
    }
    Column natives = group.nativeColumn;
    Histogram histogram = natives != null && natives.has(step) ? natives.histogram(step) : null;
    if (histogram != null && !buckets.isEmpty()) {
      annotations.warn(
          "vector contains a mix of classic and native histograms",
          " for metric name ",
          metric,
          span);
    } else if (histogram != null) {
      out.set(step, question.ofNative(histogram, step, metric));
    } else if (!buckets.isEmpty()) {
      out.set(step, question.ofClassic(buckets, step, metric));
    }
  }

  private final class Quantile implements Question {
    private final double[] phi;
    private final Span span;
    private final Steps steps;

    Quantile(double[] phi, Span span, Steps steps) {
      this.phi = phi;
      this.span = span;
      this.steps = steps;
    }

    @Override
    public double ofNative(Histogram histogram, int step, String metric) {
      HistogramStatistics.Quantile quantile = HistogramStatistics.quantile(phi[step], histogram);
      if (quantile.nanResult()) {
        annotations.info(
            "input to histogram_quantile has NaN observations, result is NaN",
            " for metric name ",
            metric,
            span);
      } else if (quantile.nanSkewed()) {
        annotations.info(
            "input to histogram_quantile has NaN observations, result is skewed higher",
            " for metric name ",
            metric,
            span);
      }
      return quantile.value();
    }

    @Override
    public double ofClassic(ClassicBuckets buckets, int step, String metric) {
      double value = buckets.quantile(phi[step]);
      if (buckets.wasRaised()) {
        annotations.forcedMonotonicity(
            metric,
            buckets.raisedFrom(),
            buckets.raisedTo(),
            buckets.raisedMost(),
            steps.at(step),
            span);
      }
      return value;
    }
  }

  private final class Fraction implements Question {
    private final double[] low;
    private final double[] high;
    private final Span span;

    Fraction(double[] low, double[] high, Span span) {
      this.low = low;
      this.high = high;
      this.span = span;
    }

    @Override
    public double ofNative(Histogram histogram, int step, String metric) {
      if (Double.isNaN(histogram.sum()) && histogram.count() != 0) {
        annotations.info(
            "input to histogram_fraction has NaN observations, which are excluded from all"
                + " fractions",
            " for metric name ",
            metric,
            span);
      }
      return HistogramStatistics.fraction(low[step], high[step], histogram);
    }

    @Override
    public double ofClassic(ClassicBuckets buckets, int step, String metric) {
      return buckets.fraction(low[step], high[step]);
    }
  }
}
