package io.pharos.storage.tsdb.compact;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.storage.tsdb.head.Head;
import io.pharos.storage.tsdb.head.HeadSelection;
import io.pharos.storage.tsdb.index.LabelQuery;
import io.pharos.storage.tsdb.query.HeadSource;
import io.pharos.storage.tsdb.query.Intervals;
import io.pharos.storage.tsdb.query.JoinedCursor;
import io.pharos.storage.tsdb.query.Selection;
import io.pharos.storage.tsdb.query.TsdbQuerier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads series in the order of their labels, one after the other, so that memory does not grow with
 * their number beyond a place for each. Confined to one thread.
 */
public final class Walk implements AutoCloseable {
  private final SeriesMerge merge = new SeriesMerge();
  private final JoinedCursor cursor = new JoinedCursor();
  private final TsdbQuerier.View view;
  private final long mint;
  private final long maxt;
  private final Runnable onClose;
  private boolean overlap;

  private Walk(TsdbQuerier.View view, long mint, long maxt, Runnable onClose) {
    this.view = view;
    this.mint = mint;
    this.maxt = maxt;
    this.onClose = onClose;
  }

  /**
   * Starts before the first series.
   *
   * @param onClose lets go of what keeps the view readable
   */
  public static Walk of(
      TsdbQuerier.View view,
      @Nullable Head head,
      List<LabelMatcher> matchers,
      long mint,
      long maxt,
      Runnable onClose) {
    Walk walk = new Walk(view, mint, maxt, onClose);
    LabelQuery query = LabelQuery.of(matchers);
    long end = Long.MIN_VALUE;
    for (TsdbQuerier.Source block : view.blocks()) {
      if (block.mint() <= maxt && block.end() > mint) {
        Selection found = block.select(query, mint, maxt);
        walk.merge.add(found, null);
        walk.overlap |= found.size() > 0 && block.mint() < end;
        end = Math.max(end, block.end());
      }
    }
    if (head != null) {
      HeadSelection found = HeadSelection.of(head, query, mint, maxt, view.floor());
      walk.merge.add(new HeadSource(found), IntSort.sorted(found.size(), found::compare));
      walk.overlap |= found.hasLate();
    }
    return walk;
  }

  /** Steps to the next series. */
  public boolean next() {
    return merge.next();
  }

  public Labels labels() {
    return merge.labels();
  }

  /** The samples of the series; valid until the next step. */
  public JoinedCursor samples() {
    Intervals deleted =
        view.tombstones().isEmpty()
            ? Intervals.none()
            : view.tombstones().of(merge.hashLow(), merge.hashHigh());
    cursor.open(merge.parts(), mint, maxt, false, overlap, deleted);
    return cursor;
  }

  @Override
  public void close() {
    onClose.run();
  }
}
