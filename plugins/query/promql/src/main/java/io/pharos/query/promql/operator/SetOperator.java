package io.pharos.query.promql.operator;

import io.pharos.model.label.Labels;
import io.pharos.query.promql.ast.BinaryOp;
import io.pharos.query.promql.ast.Matching;
import io.pharos.query.promql.operator.ColumnsSource.Entry;
import io.pharos.query.promql.series.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** and, or and unless: elements stay or go by whether the other side has some of their group. */
final class SetOperator {
  private final Evaluation evaluation;
  private final BinaryOp op;
  private final LabelSubset signature;
  private final int steps;

  SetOperator(Evaluation evaluation, BinaryOp op, Matching matching, int steps) {
    this.evaluation = evaluation;
    this.op = op;
    this.signature = new LabelSubset(matching.labels(), matching.on());
    this.steps = steps;
  }

  List<Entry> apply(List<Entry> left, List<Entry> right) {
    List<Entry> result = new ArrayList<>();
    if (op == BinaryOp.OR) {
      Map<Labels, boolean[]> there = presence(left);
      result.addAll(left);
      for (Entry entry : right) {
        keep(entry, there.get(signature.of(entry.labels())), false, result);
      }
      return Columns.merged(evaluation, result);
    }
    Map<Labels, boolean[]> there = presence(right);
    for (Entry entry : left) {
      keep(entry, there.get(signature.of(entry.labels())), op == BinaryOp.AND, result);
    }
    return result;
  }

  private Map<Labels, boolean[]> presence(List<Entry> entries) {
    Map<Labels, boolean[]> presence = new HashMap<>();
    for (Entry entry : entries) {
      evaluation.pulse();
      boolean[] there =
          presence.computeIfAbsent(signature.of(entry.labels()), key -> new boolean[steps]);
      Column column = entry.column();
      for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
        there[step] = true;
      }
    }
    return presence;
  }

  /** Keeps the steps at which the other side's group is there, or those at which it is not. */
  private void keep(
      Entry entry,
      boolean @org.jspecify.annotations.Nullable [] there,
      boolean wanted,
      List<Entry> result) {
    evaluation.pulse();
    if (there == null) {
      if (!wanted) {
        result.add(entry);
      }
      return;
    }
    Column kept = new Column(steps);
    Column column = entry.column();
    for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
      if (there[step] == wanted) {
        kept.copy(step, column, step);
      }
    }
    if (!kept.isEmpty()) {
      result.add(new Entry(entry.labels(), entry.dropsName(), kept));
    }
  }
}
