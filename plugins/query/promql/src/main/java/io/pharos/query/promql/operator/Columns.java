package io.pharos.query.promql.operator;

import io.pharos.model.label.Labels;
import io.pharos.query.promql.operator.ColumnsSource.Entry;
import io.pharos.query.promql.series.Column;
import io.pharos.spi.error.QueryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Computes whole vectors, and brings together what has the same labels. */
final class Columns {
  private Columns() {}

  /** All series of a source that have a value at some step, in its order. */
  static List<Entry> of(Evaluation evaluation, SeriesSource source, int steps) {
    if (source instanceof ColumnsSource computed) {
      return computed.entries();
    }
    int size = source.size();
    Entry[] all = new Entry[size];
    evaluation
        .workers()
        .run(
            evaluation,
            size,
            thread -> {
              Scratch scratch = new Scratch();
              return (from, to) -> read(evaluation, source, steps, scratch, from, to, all);
            });
    List<Entry> present = new ArrayList<>(size);
    for (Entry entry : all) {
      if (entry != null) {
        present.add(entry);
      }
    }
    return present;
  }

  private static void read(
      Evaluation evaluation,
      SeriesSource source,
      int steps,
      Scratch scratch,
      int from,
      int to,
      Entry[] all) {
    long points = 0;
    long kept = 0;
    Column column = new Column(steps);
    for (int i = from; i < to; i++) {
      evaluation.pulse();
      source.read(i, scratch, column);
      if (!column.isEmpty()) {
        points += column.weight();
        all[i] = new Entry(source.labels(i), source.dropsName(i), column);
        column = new Column(steps);
        kept++;
      }
    }
    evaluation.claim(kept * (Column.bytes(steps) + 64));
    evaluation.hold(points);
  }

  /** Merges series of the same labels that have no step in common. */
  static List<Entry> merged(Evaluation evaluation, List<Entry> entries) {
    Map<Labels, Integer> places = HashMap.newHashMap(entries.size());
    List<Entry> merged = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      evaluation.pulse();
      Integer place = places.putIfAbsent(entry.labels(), merged.size());
      if (place == null) {
        merged.add(entry);
        continue;
      }
      Entry first = merged.get(place);
      if (first.column().overlaps(entry.column())) {
        throw sameLabels();
      }
      Column both = new Column(entry.column().steps());
      copy(first.column(), both);
      copy(entry.column(), both);
      merged.set(place, new Entry(first.labels(), first.dropsName() || entry.dropsName(), both));
    }
    return merged;
  }

  /** Adds up series of the same labels. */
  static List<Entry> added(List<Entry> entries) {
    Map<Labels, Entry> sums = LinkedHashMap.newLinkedHashMap(entries.size());
    for (Entry entry : entries) {
      Entry sum = sums.putIfAbsent(entry.labels(), entry);
      if (sum != null) {
        Column from = entry.column();
        Column to = sum.column();
        for (int step = from.next(0); step >= 0; step = from.next(step + 1)) {
          to.set(step, from.values()[step] + (to.has(step) ? to.values()[step] : 0));
        }
      }
    }
    return List.copyOf(sums.values());
  }

  /** Refuses series of the same labels, whatever their steps. */
  static List<Entry> distinct(Evaluation evaluation, List<Entry> entries) {
    Set<Labels> seen = HashSet.newHashSet(entries.size());
    for (Entry entry : entries) {
      evaluation.pulse();
      if (!seen.add(entry.labels())) {
        throw sameLabels();
      }
    }
    return entries;
  }

  /** The series as they stand at the end of a query. */
  static List<Entry> finished(Evaluation evaluation, List<Entry> entries) {
    List<Entry> renamed = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      evaluation.pulse();
      renamed.add(
          entry.dropsName() ? new Entry(entry.finalLabels(), false, entry.column()) : entry);
    }
    return merged(evaluation, renamed);
  }

  static QueryException sameLabels() {
    return new QueryException(
        QueryException.Code.EXECUTION, "vector cannot contain metrics with the same labelset");
  }

  private static void copy(Column from, Column to) {
    for (int step = from.next(0); step >= 0; step = from.next(step + 1)) {
      to.copy(step, from, step);
    }
  }
}
