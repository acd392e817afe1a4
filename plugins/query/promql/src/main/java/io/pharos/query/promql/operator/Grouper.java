package io.pharos.query.promql.operator;

import io.pharos.model.label.Label;
import io.pharos.model.label.Labels;
import io.pharos.query.promql.aggregate.AggregateContext;
import io.pharos.query.promql.aggregate.GroupState;
import io.pharos.query.promql.aggregate.GroupStates;
import io.pharos.query.promql.ast.AggregateOp;
import io.pharos.query.promql.operator.ColumnsSource.Entry;
import io.pharos.query.promql.series.Column;
import io.pharos.spi.storage.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates series as they are computed, so that one state a group and thread is all that is held.
 * Where the storage numbers groups, labels are built for one series of each.
 */
final class Grouper {
  private static final class Group {
    final GroupState state;
    final Labels labels;
    int first;
    boolean dropsName;

    Group(GroupState state, Labels labels, int first) {
      this.state = state;
      this.labels = labels;
      this.first = first;
    }
  }

  /** The groups of one thread. */
  private final class Groups {
    final Map<Labels, Group> byLabels = new HashMap<>();
    final List<@Nullable Group> byNumber = new ArrayList<>();
    final Scratch scratch = new Scratch();
    final Column column = new Column(context.steps());

    void read(int from, int to) {
      long points = 0;
      for (int i = from; i < to; i++) {
        evaluation.pulse();
        column.clear();
        source.read(i, scratch, column);
        if (!column.isEmpty()) {
          Group group = group(i);
          group.dropsName |= source.dropsName(i);
          group.first = Math.min(group.first, i);
          group.state.add(column);
          points += column.weight();
        }
      }
      held.addAndGet(points);
      evaluation.hold(points);
    }

    private Group group(int index) {
      int number = source.group(index);
      if (number == Series.UNGROUPED) {
        Labels labels = grouping.of(source.labels(index));
        return byLabels.computeIfAbsent(labels, key -> begin(key, index));
      }
      while (byNumber.size() <= number) {
        byNumber.add(null);
      }
      Group group = byNumber.get(number);
      if (group == null) {
        Labels labels = grouping.of(source.labels(index));
        group = byLabels.computeIfAbsent(labels, key -> begin(key, index));
        byNumber.set(number, group);
      }
      return group;
    }

    private Group begin(Labels labels, int index) {
      evaluation.claim(GroupState.bytes(context.steps()));
      return new Group(GroupStates.begin(op, context), labels, index);
    }
  }

  private final Evaluation evaluation;
  private final AggregateOp op;
  private final AggregateContext context;
  private final SeriesSource source;
  private final LabelSubset grouping;

  /** Samples that the original would hold; they count against the limit as long as it would. */
  private final AtomicLong held = new AtomicLong();

  Grouper(
      Evaluation evaluation,
      AggregateOp op,
      AggregateContext context,
      SeriesSource source,
      LabelSubset grouping) {
    this.evaluation = evaluation;
    this.op = op;
    this.context = context;
    this.source = source;
    this.grouping = grouping;
  }

  /** The groups in the order of their first series. */
  List<Entry> aggregate() {
    List<Groups> threads = new ArrayList<>();
    int parallel = Math.max(1, evaluation.workers().threadsFor(source.size()));
    for (int i = 0; i < parallel; i++) {
      threads.add(new Groups());
    }
    evaluation
        .workers()
        .run(
            evaluation,
            source.size(),
            thread -> {
              Groups groups = threads.get(thread);
              return groups::read;
            });
    Map<Labels, Group> all = threads.getFirst().byLabels;
    for (Groups groups : threads.subList(1, threads.size())) {
      groups.byLabels.forEach((labels, group) -> all.merge(labels, group, Grouper::merge));
    }
    List<Group> ordered = new ArrayList<>(all.values());
    ordered.sort(Comparator.comparingInt(group -> group.first));
    List<Entry> result = new ArrayList<>(ordered.size());
    long points = 0;
    for (Group group : ordered) {
      evaluation.pulse();
      Column column = group.state.finish();
      if (column.isEmpty()) {
        continue;
      }
      boolean drops = group.dropsName && group.labels.has(Label.NAME);
      result.add(new Entry(group.labels, drops, column));
      points += column.weight();
    }
    evaluation.release(held.get()); // the original does not count both at one time
    evaluation.hold(points);
    return result;
  }

  private static Group merge(Group mine, Group theirs) {
    mine.state.merge(theirs.state);
    mine.first = Math.min(mine.first, theirs.first);
    mine.dropsName |= theirs.dropsName;
    return mine;
  }

  /** Collects the places of series by group, for aggregations that pick some of them. */
  static Map<Labels, List<Integer>> places(
      Evaluation evaluation, List<Entry> entries, LabelSubset grouping) {
    Map<Labels, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      evaluation.pulse();
      places.computeIfAbsent(grouping.of(entries.get(i).labels()), key -> new ArrayList<>()).add(i);
    }
    return places;
  }
}
