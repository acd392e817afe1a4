package io.pharos.query.promql.operator;

import io.pharos.query.promql.plan.Node;
import io.pharos.query.promql.plan.Repeats;
import io.pharos.query.promql.series.Steps;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Results of the parts of a plan that are needed more than once. What was not computed whole is
 * only kept if it is small; and nothing is that has something to remark, since a remark names the
 * place in the text. Confined to one thread.
 */
final class SharedParts {
  /** Values of a result that is computed whole for being kept. */
  private static final long MOST_VALUES = 1 << 20;

  /** The share of the samples that a query may hold which may be kept so. */
  private static final long LEAST_SHARE = 50;

  private record Key(int number, Steps steps) {}

  private record Kept(ColumnsSource source, SampleCounts counts) {}

  private final Evaluation evaluation;
  private final Map<Key, Kept> kept = new HashMap<>();
  private @Nullable Repeats repeats;

  SharedParts(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /** Takes the plan that is going to be evaluated. */
  void plan(Node plan) {
    repeats = Repeats.of(plan);
    kept.clear();
  }

  /** The part's result as it was, or as it is computed now. */
  SeriesSource get(Node node, Steps steps, Supplier<SeriesSource> compute) {
    Integer number = repeats == null ? null : repeats.number(node);
    if (number == null) {
      return compute.get();
    }
    Key key = new Key(number, steps);
    Kept known = kept.get(key);
    if (known != null) {
      evaluation.counts().again(known.counts);
      return known.source;
    }
    int remarks = evaluation.annotations().count();
    SampleCounts counts = evaluation.counts().recorded();
    SeriesSource source = evaluation.counting(counts, compute);
    long most = Math.min(MOST_VALUES, evaluation.settings().maxSamples() / LEAST_SHARE);
    if (!(source instanceof ColumnsSource) && (long) source.size() * steps.count() <= most) {
      source = new ColumnsSource(Columns.of(evaluation, source, steps.count()));
    }
    if (source instanceof ColumnsSource whole && remarks == evaluation.annotations().count()) {
      kept.put(key, new Kept(whole, counts));
    }
    return source;
  }
}
