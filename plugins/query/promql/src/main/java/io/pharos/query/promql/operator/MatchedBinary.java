package io.pharos.query.promql.operator;

import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.model.sample.Histogram;
import io.pharos.query.promql.ast.Matching;
import io.pharos.query.promql.ast.Matching.Cardinality;
import io.pharos.query.promql.operator.ColumnsSource.Entry;
import io.pharos.query.promql.plan.Node;
import io.pharos.query.promql.series.Column;
import io.pharos.spi.error.QueryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An arithmetic or comparing operator between two vectors. Elements are matched group by group; in
 * each, the "one" side may have several series as long as no two of them are there at one step.
 */
final class MatchedBinary {
  private static final class Group {
    final List<Entry> many = new ArrayList<>();
    final List<Entry> one = new ArrayList<>();
  }

  private record Side(Labels labels, Labels with) {}

  private final Evaluation evaluation;
  private final Node.Binary binary;
  private final Matching matching;
  private final ElementOperator operator;
  private final int steps;
  private final LabelSubset signature;
  private final boolean swapped;
  private final @Nullable Double fillMany;
  private final @Nullable Double fillOne;
  private final Map<Labels, Entry> results = new LinkedHashMap<>();
  private final Map<Side, Labels> resultLabels = new HashMap<>();

  MatchedBinary(Evaluation evaluation, Node.Binary binary, Matching matching, int steps) {
    this.evaluation = evaluation;
    this.binary = binary;
    this.matching = matching;
    this.steps = steps;
    this.operator =
        new ElementOperator(binary.op(), binary.bool(), evaluation.annotations(), binary.span());
    this.signature = new LabelSubset(matching.labels(), matching.on());
    this.swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
    // as in the original, the "many" side is the left one here, whichever side it stands on
    this.fillMany = matching.fillLeft();
    this.fillOne = matching.fillRight();
  }

  List<Entry> apply(List<Entry> left, List<Entry> right) {
    Map<Labels, Group> groups = new LinkedHashMap<>();
    for (Entry entry : swapped ? right : left) {
      evaluation.pulse();
      groups.computeIfAbsent(signature.of(entry.labels()), key -> new Group()).many.add(entry);
    }
    for (Entry entry : swapped ? left : right) {
      evaluation.pulse();
      groups.computeIfAbsent(signature.of(entry.labels()), key -> new Group()).one.add(entry);
    }
    boolean[] anyMany = present(swapped ? right : left);
    for (Map.Entry<Labels, Group> group : groups.entrySet()) {
      evaluation.check();
      group(group.getKey(), group.getValue(), anyMany);
    }
    List<Entry> kept = new ArrayList<>(results.size());
    long points = 0;
    for (Entry entry : results.values()) {
      int count = entry.column().count();
      if (count > 0) {
        kept.add(entry);
        points += count;
      }
    }
    evaluation.claim(kept.size() * Column.bytes(steps));
    evaluation.hold(points);
    return kept;
  }

  private boolean[] present(List<Entry> entries) {
    boolean[] any = new boolean[steps];
    for (Entry entry : entries) {
      evaluation.pulse();
      for (int step = entry.column().next(0); step >= 0; step = entry.column().next(step + 1)) {
        any[step] = true;
      }
    }
    return any;
  }

  private void group(Labels key, Group group, boolean[] anyMany) {
    Entry[] oneAt = oneAt(key, group, anyMany);
    boolean oneToOne = matching.cardinality() == Cardinality.ONE_TO_ONE;
    boolean[] taken = new boolean[steps];
    for (Entry many : group.many) {
      evaluation.check();
      Column column = many.column();
      for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
        Entry one = oneAt[step];
        if (one == null && fillOne == null) {
          continue;
        }
        if (oneToOne && taken[step]) {
          throw error(
              "multiple matches for labels: many-to-one matching must be explicit"
                  + " (group_left/group_right)");
        }
        taken[step] = true;
        combine(many, one, key, step);
      }
    }
    if (fillMany != null) {
      for (int step = 0; step < steps; step++) {
        Entry one = oneAt[step];
        if (one != null && !taken[step]) {
          combine(null, one, key, step);
        }
      }
    }
  }

  /** The element of the "one" side at each step. */
  private Entry[] oneAt(Labels key, Group group, boolean[] anyMany) {
    Entry[] at = new Entry[steps];
    for (Entry one : group.one) {
      evaluation.pulse();
      Column column = one.column();
      for (int step = column.next(0); step >= 0; step = column.next(step + 1)) {
        Entry other = at[step];
        if (other != null && (anyMany[step] || fillMany != null)) {
          throw duplicates(key, other.labels(), one.labels());
        }
        at[step] = one;
      }
    }
    return at;
  }

  private QueryException duplicates(Labels key, Labels a, Labels b) {
    boolean inOrder = a.compareTo(b) <= 0;
    return error(
        "found duplicate series for the match group "
            + key
            + " on the "
            + (swapped ? "left" : "right")
            + " hand-side of the operation: ["
            + (inOrder ? a : b)
            + ", "
            + (inOrder ? b : a)
            + "];many-to-many matching not allowed: matching labels must be unique on one side");
  }

  private static QueryException error(String reason) {
    return new QueryException(QueryException.Code.EXECUTION, reason);
  }

  private void combine(@Nullable Entry many, @Nullable Entry one, Labels key, int step) {
    double manyValue = many == null ? fill(fillMany) : many.column().values()[step];
    Histogram manyHistogram = many == null ? null : many.column().histogram(step);
    double oneValue = one == null ? fill(fillOne) : one.column().values()[step];
    Histogram oneHistogram = one == null ? null : one.column().histogram(step);
    Labels manyLabels = many == null ? key : many.labels();
    Labels oneLabels = one == null ? key : one.labels();
    boolean drops = binary.bool() && evaluation.settings().delayedNames();
    Labels labels =
        resultLabels.computeIfAbsent(
            new Side(manyLabels, matching.include().isEmpty() ? Labels.empty() : oneLabels),
            side -> resultLabels(manyLabels, oneLabels));
    Entry result =
        results.computeIfAbsent(labels, same -> new Entry(same, drops, new Column(steps)));
    if (result.column().has(step)) {
      throw error("multiple matches for labels: grouping labels must ensure unique matches");
    }
    if (drops && !result.dropsName()) {
      results.put(labels, new Entry(labels, true, result.column()));
    }
    if (swapped) {
      operator.apply(
          oneValue, oneHistogram, manyValue, manyHistogram, false, step, result.column());
    } else {
      operator.apply(
          manyValue, manyHistogram, oneValue, oneHistogram, false, step, result.column());
    }
  }

  private static double fill(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  private Labels resultLabels(Labels many, Labels one) {
    Labels base = many;
    if (operator.changes() && (!binary.bool() || !evaluation.settings().delayedNames())) {
      base = SeriesSource.withoutName(base);
    }
    LabelsBuilder builder = base.toBuilder();
    if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
      for (int i = 0; i < base.size(); i++) {
        String name = base.name(i);
        if (matching.labels().contains(name) != matching.on()) {
          builder.remove(name);
        }
      }
    }
    for (String name : matching.include()) {
      builder.set(name, one.valueOf(name));
    }
    return builder.build();
  }
}
