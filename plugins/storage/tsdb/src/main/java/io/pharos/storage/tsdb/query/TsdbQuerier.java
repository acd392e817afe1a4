package io.pharos.storage.tsdb.query;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.LabelOrder;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.storage.LabelList;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.SeriesSet;
import io.pharos.storage.tsdb.head.Epochs;
import io.pharos.storage.tsdb.head.Head;
import io.pharos.storage.tsdb.head.HeadSelection;
import io.pharos.storage.tsdb.index.LabelQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A read of the head and the blocks of one moment. Thread-safe. */
public final class TsdbQuerier implements Querier {
  private final Head head;
  private final View view;
  private final Epochs epochs;
  private final long epoch;
  private final long mint;
  private final long maxt;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  /**
   * What is read, of one moment. Immutable.
   *
   * @param blocks sorted by their first time; they stay open until the epoch is left
   * @param floor from here on the head is read
   */
  public record View(List<? extends Source> blocks, long floor, Tombstones tombstones) {
    public View {
      blocks = List.copyOf(blocks);
    }
  }

  /** A block, as far as reading goes. */
  public interface Source {
    long mint();

    /** The first millisecond behind it. */
    long end();

    Selection select(LabelQuery query, long mint, long maxt);

    /** Shows all label names. */
    void names(Consumer<String> sink);

    /** Shows all values of a label. */
    void values(String name, Consumer<String> sink);
  }

  public TsdbQuerier(Head head, View view, Epochs epochs, long epoch, long mint, long maxt) {
    this.head = head;
    this.view = view;
    this.epochs = epochs;
    this.epoch = epoch;
    this.mint = mint;
    this.maxt = maxt;
  }

  @Override
  public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
    checkOpen();
    long from = Math.max(mint, hints.mint());
    long to = Math.min(maxt, hints.maxt());
    List<Selection> found = new ArrayList<>();
    boolean overlap = select(matchers, from, to, hints.want() == SelectHints.Want.LABELS, found);
    return new JoinedSet(this, found, hints, from, to, overlap);
  }

  /** Collects what each source finds; answers whether samples must be merged by time. */
  private boolean select(
      List<LabelMatcher> matchers, long from, long to, boolean labelsOnly, List<Selection> found) {
    LabelQuery query = LabelQuery.of(matchers);
    boolean overlap = false;
    long end = Long.MIN_VALUE;
    for (Source block : view.blocks()) {
      if (block.mint() <= to && block.end() > from) {
        Selection selection = block.select(query, from, to);
        if (selection.size() > 0) {
          found.add(selection);
          overlap |= block.mint() < end;
          end = Math.max(end, block.end());
        }
      }
    }
    HeadSelection inHead =
        labelsOnly
            ? HeadSelection.of(head, query, Long.MIN_VALUE, Long.MAX_VALUE, view.floor())
            : HeadSelection.of(head, query, from, to, view.floor());
    if (inHead.size() > 0 && (!labelsOnly || overlapsHead(from, to))) {
      found.add(new HeadSource(inHead));
      overlap |= inHead.hasLate();
    }
    return overlap;
  }

  private boolean overlapsHead(long from, long to) {
    return from <= head.maxTime() && to >= head.minTime();
  }

  @Override
  public LabelList labelNames(List<LabelMatcher> matchers, int limit) {
    checkOpen();
    TreeSet<String> names = new TreeSet<>(LabelOrder::compare);
    if (matchers.isEmpty() && !hasTombstones()) {
      for (Source block : view.blocks()) {
        if (block.mint() <= maxt && block.end() > mint) {
          block.names(names::add);
        }
      }
      if (overlapsHead(mint, maxt)) {
        HeadLabels.names(head, names::add);
      }
    } else {
      for (Selection selection : near(matchers)) {
        selection.names(names::add);
      }
    }
    return list(names, limit);
  }

  @Override
  public LabelList labelValues(String name, List<LabelMatcher> matchers, int limit) {
    checkOpen();
    TreeSet<String> values = new TreeSet<>(LabelOrder::compare);
    if (matchers.isEmpty() && !hasTombstones()) {
      for (Source block : view.blocks()) {
        if (block.mint() <= maxt && block.end() > mint) {
          block.values(name, values::add);
        }
      }
      if (overlapsHead(mint, maxt)) {
        HeadLabels.values(head, name, values::add);
      }
    } else {
      for (Selection selection : near(matchers)) {
        selection.values(name, values::add);
      }
    }
    return list(values, limit);
  }

  private List<Selection> near(List<LabelMatcher> matchers) {
    List<Selection> found = new ArrayList<>();
    select(matchers, mint, maxt, true, found);
    return found;
  }

  private static LabelList list(SortedSet<String> all, int limit) {
    if (limit <= 0 || all.size() <= limit) {
      return new LabelList(List.copyOf(all), false, List.of());
    }
    return new LabelList(all.stream().limit(limit).toList(), true, List.of());
  }

  boolean hasTombstones() {
    return !view.tombstones().isEmpty();
  }

  Intervals deleted(long hashLow, long hashHigh) {
    return view.tombstones().of(hashLow, hashHigh);
  }

  void checkOpen() {
    if (isClosed.get()) {
      throw new StorageException(StorageException.Code.CLOSED, "the querier is closed");
    }
  }

  @Override
  public void close() {
    if (isClosed.compareAndSet(false, true)) {
      epochs.leave(epoch);
    }
  }
}
