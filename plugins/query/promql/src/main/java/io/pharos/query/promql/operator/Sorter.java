package io.pharos.query.promql.operator;

import io.pharos.model.label.LabelOrder;
import io.pharos.query.promql.operator.ColumnsSource.Entry;
import io.pharos.query.promql.plan.Node;
import io.pharos.query.promql.series.Column;
import io.pharos.query.promql.series.Steps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The sort functions; they order instant vectors alone. */
final class Sorter {
  private final Evaluator evaluator;

  Sorter(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  SeriesSource sort(Node.Call call, Steps steps) {
    String name = call.function().name();
    List<Entry> entries = new ArrayList<>(evaluator.columns(call.args().getFirst(), steps));
    boolean byLabel = name.startsWith("sort_by_label");
    if (steps.count() > 1) {
      evaluator
          .evaluation()
          .annotations()
          .warn(
              "sort is ineffective for range queries since results are always ordered by labels",
              call.span());
    }
    if (!byLabel) {
      entries.replaceAll(Sorter::floatsAlone);
      entries.removeIf(entry -> entry.column().isEmpty());
    }
    if (steps.count() == 1) {
      boolean descending = name.endsWith("_desc");
      Comparator<Entry> order =
          byLabel
              ? byLabels(call.args().subList(1, call.args().size()), descending)
              : byValue(descending);
      entries.sort(
          (a, b) -> {
            evaluator.evaluation().pulse();
            return order.compare(a, b);
          });
    }
    return new ColumnsSource(entries);
  }

  /** Histograms have no order and go. */
  private static Entry floatsAlone(Entry entry) {
    Column column = entry.column();
    if (!column.hasHistograms()) {
      return entry;
    }
    Column floats = new Column(column.steps());
    for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
      if (column.histogram(step) == null) {
        floats.set(step, column.values()[step]);
      }
    }
    return new Entry(entry.labels(), entry.dropsName(), floats);
  }

  /** NaN last in both directions. */
  private static Comparator<Entry> byValue(boolean descending) {
    return (a, b) -> {
      double x = a.column().values()[0];
      double y = b.column().values()[0];
      if (Double.isNaN(x) || Double.isNaN(y)) {
        return Boolean.compare(Double.isNaN(x), Double.isNaN(y));
      }
      return x == y ? 0 : (x < y) != descending ? -1 : 1;
    };
  }

  private static Comparator<Entry> byLabels(List<Node> names, boolean descending) {
    List<String> labels = names.stream().map(VectorCalls::text).toList();
    Comparator<Entry> ascending =
        (a, b) -> {
          for (String label : labels) {
            int order = natural(a.labels().valueOf(label), b.labels().valueOf(label));
            if (order != 0) {
              return order;
            }
          }
          return a.labels().compareTo(b.labels());
        };
    return descending ? ascending.reversed() : ascending;
  }

  /** Digits as numbers, all else character by character. */
  static int natural(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      boolean digits = isDigit(a.charAt(i)) && isDigit(b.charAt(j));
      if (!digits) {
        if (a.charAt(i) != b.charAt(j)) {
          return LabelOrder.compare(a.substring(i), b.substring(j));
        }
        i++;
        j++;
        continue;
      }
      int endA = endOfDigits(a, i);
      int endB = endOfDigits(b, j);
      int startA = skipZeros(a, i, endA);
      int startB = skipZeros(b, j, endB);
      int order = Integer.compare(endA - startA, endB - startB);
      if (order == 0) {
        order = a.substring(startA, endA).compareTo(b.substring(startB, endB));
      }
      if (order == 0) {
        order = Integer.compare(endA - i, endB - j);
      }
      if (order != 0) {
        return order;
      }
      i = endA;
      j = endB;
    }
    return Integer.compare(a.length() - i, b.length() - j);
  }

  private static int endOfDigits(String text, int start) {
    int end = start;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int skipZeros(String text, int start, int end) {
    int at = start;
    while (at < end - 1 && text.charAt(at) == '0') {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
