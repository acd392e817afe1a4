package io.pharos.query.promql.operator;

import io.pharos.model.label.Label;
import io.pharos.model.label.Labels;
import io.pharos.query.promql.lexer.GoText;
import io.pharos.query.promql.operator.ColumnsSource.Entry;
import io.pharos.query.promql.plan.Node;
import io.pharos.query.promql.series.Steps;
import io.pharos.spi.error.QueryException;
import io.pharos.toolkit.regex.Regex;
import io.pharos.toolkit.regex.Replacement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** label_replace and label_join. */
final class LabelFunctions {
  private final Evaluator evaluator;

  LabelFunctions(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** Gives new labels, or null where they stay. */
  private interface Relabelling {
    @Nullable Labels apply(Labels labels);
  }

  SeriesSource replace(List<Node> args, Steps steps) {
    String target = VectorCalls.text(args.get(1));
    Replacement replacement = Replacement.of(VectorCalls.text(args.get(2)));
    String source = VectorCalls.text(args.get(3));
    String expression = VectorCalls.text(args.get(4));
    Regex regex;
    try {
      regex = Regex.compile(expression);
    } catch (IllegalArgumentException e) {
      throw new QueryException(
          QueryException.Code.EXECUTION,
          "invalid regular expression in label_replace(): " + expression,
          e);
    }
    checkName(target, "destination", "label_replace");
    return relabelled(
        args.getFirst(),
        steps,
        target,
        labels -> {
          String value = regex.replace(labels.valueOf(source), replacement);
          return value == null ? null : labels.toBuilder().set(target, value).build();
        });
  }

  SeriesSource join(List<Node> args, Steps steps) {
    String target = VectorCalls.text(args.get(1));
    String separator = VectorCalls.text(args.get(2));
    List<String> sources = args.subList(3, args.size()).stream().map(VectorCalls::text).toList();
    for (String source : sources) {
      checkName(source, "source", "label_join");
    }
    checkName(target, "destination", "label_join");
    return relabelled(
        args.getFirst(),
        steps,
        target,
        labels -> {
          String value = String.join(separator, sources.stream().map(labels::valueOf).toList());
          return labels.toBuilder().set(target, value).build();
        });
  }

  private static void checkName(String name, String role, String function) {
    if (name.isEmpty() || !GoText.isValid(name)) {
      String reason = "invalid " + role + " label name in " + function + "(): " + name;
      throw new QueryException(QueryException.Code.EXECUTION, reason);
    }
  }

  private SeriesSource relabelled(
      Node vector, Steps steps, String target, Relabelling relabelling) {
    List<Entry> changed = new ArrayList<>();
    for (Entry entry : evaluator.columns(vector, steps)) {
      Labels labels = relabelling.apply(entry.labels());
      changed.add(
          labels == null
              ? entry
              : new Entry(labels, entry.dropsName() && !target.equals(Label.NAME), entry.column()));
    }
    return new ColumnsSource(Columns.merged(evaluator.evaluation(), changed));
  }
}
