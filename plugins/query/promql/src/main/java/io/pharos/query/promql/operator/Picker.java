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
import java.util.List;
import java.util.Map;
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

  /**
   * The best few of a row of values: a binary heap with the worst of them on top. NaN is worse than
   * any value. Equal values end in the order that the heap left them in, as in the original.
   */
  private static final class Best {
    private final boolean top;
    private final int[] places;
    private final double[] values;
    private int size;

    Best(int wanted, boolean top) {
      this.top = top;
      this.places = new int[wanted];
      this.values = new double[wanted];
    }

    private boolean isWorse(int a, int b) {
      return Double.isNaN(values[a]) || (top ? values[a] < values[b] : values[a] > values[b]);
    }

    void offer(int place, double value) {
      if (size < places.length) {
        places[size] = place;
        values[size] = value;
        rise(size++);
        return;
      }
      boolean better = top ? value > values[0] : value < values[0];
      if (better || (Double.isNaN(values[0]) && !Double.isNaN(value))) {
        places[0] = place;
        values[0] = value;
        sink();
      }
    }

    private void rise(int from) {
      int at = from;
      while (at > 0 && isWorse(at, (at - 1) / 2)) {
        swap(at, (at - 1) / 2);
        at = (at - 1) / 2;
      }
    }

    private void sink() {
      int at = 0;
      while (true) {
        int child = 2 * at + 1;
        if (child >= size) {
          return;
        }
        if (child + 1 < size && isWorse(child + 1, child)) {
          child++;
        }
        if (!isWorse(child, at)) {
          return;
        }
        swap(at, child);
        at = child;
      }
    }

    private void swap(int a, int b) {
      int place = places[a];
      double value = values[a];
      places[a] = places[b];
      values[a] = values[b];
      places[b] = place;
      values[b] = value;
    }

    /** The places, the best first. */
    List<Integer> inOrder() {
      List<Integer> sorted = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        sorted.add(i);
      }
      sorted.sort((a, b) -> order(values[a], values[b], top));
      sorted.replaceAll(index -> places[index]);
      return sorted;
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
