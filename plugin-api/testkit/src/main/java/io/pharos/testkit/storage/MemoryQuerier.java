package io.pharos.testkit.storage;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.LabelOrder;
import io.pharos.model.label.Labels;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.storage.LabelList;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SampleCursor;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A read of a {@link MemoryStorage}. Thread-safe. */
final class MemoryQuerier implements Querier {
  private final MemoryStorage storage;
  private final long mint;
  private final long maxt;
  private volatile boolean closed;

  MemoryQuerier(MemoryStorage storage, long mint, long maxt) {
    this.storage = storage;
    this.mint = mint;
    this.maxt = maxt;
  }

  @Override
  public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
    if (closed) {
      throw new StorageException(StorageException.Code.CLOSED, "querier is closed");
    }
    long from = Math.max(mint, hints.mint());
    long to = Math.min(maxt, hints.maxt());
    // at once, so that a transaction is seen whole or not at all
    List<Series> found = storage.locked(() -> selected(matchers, from, to));
    if (hints.sorted()) {
      found.sort((a, b) -> a.labels().compareTo(b.labels()));
    }
    return new Selection(
        hints.limit() > 0 ? found.subList(0, Math.min(hints.limit(), found.size())) : found);
  }

  private List<Series> selected(List<LabelMatcher> matchers, long from, long to) {
    List<Series> found = new ArrayList<>();
    for (MemorySeries series : storage.matching(matchers)) {
      NavigableMap<Long, MemorySeries.Sample> samples = storage.samples(series, from, to);
      if (!samples.isEmpty()) {
        found.add(new Selected(series.labels(), samples));
      }
    }
    return found;
  }

  @Override
  public LabelList labelNames(List<LabelMatcher> matchers, int limit) {
    TreeSet<String> names = new TreeSet<>(LabelOrder::compare);
    for (MemorySeries series : inRange(matchers)) {
      for (Label label : series.labels()) {
        names.add(label.name());
      }
    }
    return limited(names, limit);
  }

  @Override
  public LabelList labelValues(String name, List<LabelMatcher> matchers, int limit) {
    TreeSet<String> values = new TreeSet<>(LabelOrder::compare);
    for (MemorySeries series : inRange(matchers)) {
      String value = series.labels().get(name);
      if (value != null) {
        values.add(value);
      }
    }
    return limited(values, limit);
  }

  private List<MemorySeries> inRange(List<LabelMatcher> matchers) {
    return storage.matching(matchers).stream()
        .filter(series -> !storage.samples(series, mint, maxt).isEmpty())
        .toList();
  }

  private static LabelList limited(Set<String> values, int limit) {
    boolean cut = limit > 0 && values.size() > limit;
    return new LabelList(
        cut ? values.stream().limit(limit).toList() : List.copyOf(values), cut, List.of());
  }

  @Override
  public void close() {
    closed = true;
  }

  /** One selected series. Immutable. */
  private static final class Selected implements Series {
    private final Labels labels;
    private final NavigableMap<Long, MemorySeries.Sample> samples;

    Selected(Labels labels, NavigableMap<Long, MemorySeries.Sample> samples) {
      this.labels = labels;
      this.samples = samples;
    }

    @Override
    public Labels labels() {
      return labels;
    }

    @Override
    public SampleCursor samples(@Nullable SampleCursor reuse) {
      return new MemorySeries.Cursor(new TreeMap<>(samples));
    }
  }

  /** Gives series one by one. Confined to one thread. */
  private static final class Selection implements SeriesSet {
    private final Iterator<Series> rest;
    private final int size;

    Selection(List<Series> series) {
      rest = series.iterator();
      size = series.size();
    }

    @Override
    public @Nullable Series next() {
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
