package io.pharos.query.promql.operator;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.query.promql.format.GoNumber;
import io.pharos.query.promql.format.HistogramText;
import io.pharos.query.promql.lexer.GoText;
import io.pharos.query.promql.operator.ColumnsSource.Entry;
import io.pharos.query.promql.plan.Node;
import io.pharos.query.promql.series.Column;
import io.pharos.spi.error.QueryException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** count_values: counts the elements of each group that have the same value. */
final class ValueCounter {
  private record Key(Labels group, String value) {}

  private final Evaluation evaluation;
  private final Node.Aggregate aggregate;
  private final String label;
  private final int steps;

  ValueCounter(Evaluation evaluation, Node.Aggregate aggregate, String label, int steps) {
    this.evaluation = evaluation;
    this.aggregate = aggregate;
    this.label = label;
    this.steps = steps;
    if (label.isEmpty() || !GoText.isValid(label)) {
      throw new QueryException(
          QueryException.Code.EXECUTION, "invalid label name " + GoText.quote(label));
    }
  }

  List<Entry> count(List<Entry> entries) {
    LabelSubset grouping = new LabelSubset(aggregate.grouping(), !aggregate.without());
    Map<Key, Column> counts = new LinkedHashMap<>();
    for (Entry entry : entries) {
      evaluation.check();
      Labels group = grouping.of(entry.finalLabels());
      Column column = entry.column();
      for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
        Histogram histogram = column.histogram(step);
        String value =
            histogram == null ? GoNumber.plain(column.values()[step]) : HistogramText.of(histogram);
        Column count = counts.computeIfAbsent(new Key(group, value), key -> new Column(steps));
        count.set(step, count.has(step) ? count.values()[step] + 1 : 1);
      }
    }
    List<Entry> result = new ArrayList<>(counts.size());
    counts.forEach((key, column) -> result.add(new Entry(labels(key), false, column)));
    return result.size() < 2 ? result : Columns.added(result);
  }

  private Labels labels(Key key) {
    return aggregate.without() && aggregate.grouping().contains(label)
        ? key.group
        : key.group.toBuilder().set(label, key.value).build();
  }
}
