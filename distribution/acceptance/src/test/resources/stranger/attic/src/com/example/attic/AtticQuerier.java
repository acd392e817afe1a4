package com.example.attic;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.LabelOrder;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.storage.LabelList;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import io.pharos.toolkit.match.LabelFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

/** A read of what was there when it was made. Thread-safe. */
final class AtticQuerier implements Querier {
  private final List<Shelf.View> views;
  private volatile boolean closed;

  AtticQuerier(List<Shelf.View> views) {
    this.views = views;
  }

  @Override
  public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
    List<Shelf.View> found = new ArrayList<>();
    for (Shelf.View view : matching(matchers)) {
      Shelf.View within = view.within(hints.mint(), hints.maxt());
      if (!within.isEmpty()) {
        found.add(within);
      }
    }
    if (hints.sorted()) {
      found.sort(Comparator.comparing(Shelf.View::labels));
    }
    boolean cut = hints.limit() > 0 && hints.limit() < found.size();
    return new Found(cut ? found.subList(0, hints.limit()) : found);
  }

  private List<Shelf.View> matching(List<LabelMatcher> matchers) {
    if (closed) {
      throw new StorageException(StorageException.Code.CLOSED, "the read is closed");
    }
    List<LabelFilter> filters = LabelFilter.of(matchers);
    List<Shelf.View> found = new ArrayList<>();
    for (Shelf.View view : views) {
      if (!view.isEmpty() && LabelFilter.matchesAll(filters, view.labels())) {
        found.add(view);
      }
    }
    return found;
  }

  @Override
  public LabelList labelNames(List<LabelMatcher> matchers, int limit) {
    TreeSet<String> names = new TreeSet<>(LabelOrder::compare);
    for (Shelf.View view : matching(matchers)) {
      for (Label label : view.labels()) {
        names.add(label.name());
      }
    }
    return list(names, limit);
  }

  @Override
  public LabelList labelValues(String name, List<LabelMatcher> matchers, int limit) {
    TreeSet<String> values = new TreeSet<>(LabelOrder::compare);
    for (Shelf.View view : matching(matchers)) {
      if (view.labels().has(name)) {
        values.add(view.labels().valueOf(name));
      }
    }
    return list(values, limit);
  }

  private static LabelList list(TreeSet<String> words, int limit) {
    boolean cut = limit > 0 && words.size() > limit;
    return new LabelList(
        cut ? words.stream().limit(limit).toList() : List.copyOf(words), cut, List.of());
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Confined to one thread. */
  private static final class Found implements SeriesSet {
    private final Iterator<Shelf.View> rest;
    private final int size;

    Found(List<Shelf.View> views) {
      rest = views.iterator();
      size = views.size();
    }

    @Override
    public Series next() {
      return rest.hasNext() ? rest.next() : null;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public void close() {}
  }
}
