package io.pharos.query.promql.operator;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.MatchType;
import io.pharos.query.promql.plan.Node;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Series that a selector found. Immutable. */
final class Selection {
  private final List<Series> series;
  private final @Nullable String commonName;
  private final boolean distinct;

  private Selection(List<Series> series, @Nullable String commonName, boolean distinct) {
    this.series = series;
    this.commonName = commonName;
    this.distinct = distinct;
  }

  /**
   * Asks the storage.
   *
   * @param mint first millisecond of samples
   * @param maxt last one
   * @param range of the enclosing range selector, 0 without one
   */
  static Selection of(
      Evaluation evaluation,
      Node.Select select,
      long mint,
      long maxt,
      SelectHints.Want want,
      long range) {
    SelectHints hints =
        new SelectHints(
            mint,
            maxt,
            want,
            evaluation.times().step(),
            range,
            select.hint().function(),
            select.hint().grouping(),
            select.hint().by(),
            false,
            0);
    List<Series> all = new ArrayList<>();
    try (SeriesSet set = evaluation.querier().select(hints, select.matchers())) {
      for (Series next = set.next(); next != null; next = set.next()) {
        all.add(next);
        if (all.size() % 1024 == 0) {
          evaluation.check();
          evaluation.claim(1024 * 16);
        }
      }
      set.warnings().forEach(evaluation.annotations()::plainWarning);
    } catch (io.pharos.spi.error.StorageException e) {
      evaluation.check();
      throw new QueryException(QueryException.Code.INTERNAL, e.getMessage(), e);
    }
    evaluation.selected(all.size());
    String name = null;
    for (LabelMatcher matcher : select.matchers()) {
      if (matcher.name().equals(Label.NAME) && matcher.type() == MatchType.EQUAL) {
        name = matcher.value();
      }
    }
    return new Selection(all, name, name != null && !evaluation.settings().typeLabels());
  }

  int size() {
    return series.size();
  }

  Series at(int index) {
    return series.get(index);
  }

  /** Whether the series still differ when the metric name is removed. */
  boolean distinctWithoutName() {
    return distinct;
  }

  /** The metric name of all series, null where they may differ. */
  @Nullable String commonName() {
    return commonName;
  }
}
