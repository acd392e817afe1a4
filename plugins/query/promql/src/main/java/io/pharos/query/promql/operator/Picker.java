package io.pharos.query.promql.operator;

import io.pharos.model.label.Labels;
import io.pharos.query.promql.aggregate.LabelHash;
import io.pharos.query.promql.ast.AggregateOp;
import io.pharos.query.promql.format.GoNumber;
import io.pharos.query.promql.operator.ColumnsSource.Entry;
import io.pharos.query.promql.plan.Node;
import io.pharos.query.promql.series.Column;
import io.pharos.spi.error.QueryException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** topk, bottomk, limitk and limit_ratio: pick elements of each group. */
final class Picker {
  private final Evaluation evaluation;
  private final Node.Aggregate aggregate;
  private final double[] parameters;
  private final int steps;
  private final boolean instant;

  Picker(Evaluation evaluation, Node.Aggregate aggregate, double[] parameters, int steps) {
    this.evaluation = evaluation;
    this.aggregate = aggregate;
    this.parameters = parameters;
    this.steps = steps;
    this.instant = steps == 1;
  }

  List<Entry> pick(List<Entry> entries) {
    check();
    Column[] picked = new Column[entries.size()];
    LabelSubset grouping = new LabelSubset(aggregate.grouping(), !aggregate.without());
    Map<Labels, List<Integer>> groups = Grouper.places(evaluation, entries, grouping);
    List<Integer> order = new ArrayList<>();
    for (List<Integer> places : groups.values()) {
      evaluation.check();
      switch (aggregate.op()) {
        case TOPK, BOTTOMK -> extremes(entries, places, picked, order);
        case LIMITK -> first(entries, places, picked);
        default -> share(entries, places, picked);
      }
    }
    if (!instant || order.isEmpty()) {
      order.clear();
      for (int i = 0; i < picked.length; i++) {
        order.add(i);
      }
    }
    List<Entry> result = new ArrayList<>();
    for (int place : order) {
      Column column = picked[place];
      if (column != null) {
        Entry entry = entries.get(place);
        result.add(new Entry(entry.labels(), entry.dropsName(), column));
      }
    }
    return result;
  }

  private void check() {
    boolean ratio = aggregate.op() == AggregateOp.LIMIT_RATIO;
    for (double parameter : parameters) {
      if (Double.isNaN(parameter)) {
        throw error((ratio ? "Ratio" : "Parameter") + " value is NaN");
      }
    }
    for (double parameter : parameters) {
      if (ratio) {
        if (Math.abs(parameter) > 1 && aggregate.parameter() != null) {
          evaluation
              .annotations()
              .warn(
                  "ratio value should be between -1 and 1, got "
                      + GoNumber.general(parameter)
                      + ", capping to "
                      + (parameter > 0 ? "1" : "-1"),
                  aggregate.parameter().span());
        }
      } else if (parameter >= 0x1p63 || parameter < -0x1p63) {
        throw error(
            "Scalar value "
                + GoNumber.general(parameter)
                + (parameter > 0 ? " overflows" : " underflows")
                + " int64");
      }
    }
  }

  private static QueryException error(String reason) {
    return new QueryException(QueryException.Code.EXECUTION, reason);
  }

  private void extremes(
      List<Entry> entries, List<Integer> places, Column[] picked, List<Integer> order) {
    boolean top = aggregate.op() == AggregateOp.TOPK;
    for (int step = 0; step < steps; step++) {
      int wanted = (int) Math.min((long) parameters[step], places.size());
      if (wanted < 1) {
        continue;
      }
      evaluation.check();
      Best best = new Best(wanted, top);
      for (int place : places) {
        Column column = entries.get(place).column();
        if (!column.has(step)) {
          continue;
        }
        if (column.histogram(step) == null) {
          best.offer(place, column.values()[step]);
        } else {
          evaluation
              .annotations()
              .info(
                  "ignored histogram in " + aggregate.op().word() + " aggregation",
                  aggregate.span());
        }
      }
      for (int place : best.inOrder()) {
        keep(entries, place, step, picked);
        if (instant) {
          order.add(place);
        }
      }
    }
  }

  /** The best few of a row of values: a heap with the worst of them on top. */
  private static final class Best {
    private record Candidate(int place, double value, int number) {}

    private final int wanted;
    private final boolean top;
    private final Comparator<Candidate> worstFirst;
    private final PriorityQueue<Candidate> heap;
    private int offered;

    Best(int wanted, boolean top) {
      this.wanted = wanted;
      this.top = top;
      this.worstFirst =
          (a, b) -> {
            int byValue = -order(a.value, b.value, top);
            return byValue != 0 ? byValue : Integer.compare(b.number, a.number);
          };
      this.heap = new PriorityQueue<>(Math.min(wanted, 64), worstFirst);
    }

    /** Of equal values the earlier stays. */
    void offer(int place, double value) {
      int number = offered++;
      if (heap.size() == wanted) {
        Candidate worst = heap.element();
        if (order(value, worst.value, top) >= 0) {
          return;
        }
        heap.remove();
      }
      heap.add(new Candidate(place, value, number));
    }

    /** The places, the best first. */
    List<Integer> inOrder() {
      List<Candidate> sorted = new ArrayList<>(heap);
      sorted.sort(worstFirst.reversed());
      return sorted.stream().map(Candidate::place).toList();
    }
  }

  /** Below 0 if the first comes before the second; NaN comes last. */
  private static int order(double a, double b, boolean top) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
    }
    return a == b ? 0 : (a > b) == top ? -1 : 1;
  }

  private void first(List<Entry> entries, List<Integer> places, Column[] picked) {
    for (int step = 0; step < steps; step++) {
      evaluation.pulse();
      long left = (long) parameters[step];
      for (int place : places) {
        if (left < 1) {
          break;
        }
        if (entries.get(place).column().has(step)) {
          keep(entries, place, step, picked);
          left--;
        }
      }
    }
  }

  private void share(List<Entry> entries, List<Integer> places, Column[] picked) {
    for (int place : places) {
      evaluation.pulse();
      Entry entry = entries.get(place);
      double share = LabelHash.share(entry.labels());
      Column column = entry.column();
      for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
        double ratio = Math.clamp(parameters[step], -1.0, 1.0);
        if (ratio >= 0 ? share < ratio : share >= 1 + ratio) {
          keep(entries, place, step, picked);
        }
      }
    }
  }

  private void keep(List<Entry> entries, int place, int step, @Nullable Column[] picked) {
    Column column = picked[place];
    if (column == null) {
      column = new Column(steps);
      picked[place] = column;
      evaluation.claim(Column.bytes(steps));
    }
    column.copy(step, entries.get(place).column(), step);
  }
}
