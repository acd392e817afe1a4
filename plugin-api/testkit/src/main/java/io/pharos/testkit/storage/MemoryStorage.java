package io.pharos.testkit.storage;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.sample.Exemplar;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Deletes;
import io.pharos.spi.storage.Exemplars;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.Storage;
import io.pharos.toolkit.match.LabelFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A storage that keeps everything in memory and does the simplest thing everywhere, for tests of
 * what uses one. Histograms are read with the reset hints that a storage would give. Thread-safe.
 */
public final class MemoryStorage implements Storage, Exemplars, Deletes {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Labels, MemorySeries> byLabels = new LinkedHashMap<>();
  private final Map<Long, MemorySeries> byRef = new HashMap<>();
  private boolean closed;

  @Override
  public void start() {}

  @Override
  public long epoch() {
    return 1;
  }

  @Override
  public Appender appender() {
    return locked(() -> new MemoryAppender(this));
  }

  @Override
  public Querier querier(long mint, long maxt) {
    return locked(() -> new MemoryQuerier(this, mint, maxt));
  }

  @Override
  public List<SeriesExemplars> exemplars(long mint, long maxt, List<List<LabelMatcher>> selectors) {
    return locked(
        () -> {
          Map<Labels, SeriesExemplars> found = new TreeMap<>();
          for (List<LabelMatcher> selector : selectors) {
            for (MemorySeries series : matching(selector)) {
              List<Exemplar> exemplars = series.exemplars(mint, maxt);
              if (!exemplars.isEmpty()) {
                found.put(series.labels(), new SeriesExemplars(series.labels(), exemplars));
              }
            }
          }
          return List.copyOf(found.values());
        });
  }

  @Override
  public void delete(long mint, long maxt, List<LabelMatcher> matchers) {
    locked(
        () -> {
          matching(matchers).forEach(series -> series.delete(mint, maxt));
          return true;
        });
  }

  @Override
  public void cleanTombstones() {
    locked(
        () -> {
          byRef.values().removeIf(MemorySeries::isEmpty);
          byLabels.values().removeIf(MemorySeries::isEmpty);
          return true;
        });
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** The labels of all series, sorted. */
  public List<Labels> series() {
    return locked(() -> byLabels.keySet().stream().sorted(Comparator.naturalOrder()).toList());
  }

  long ref(Labels labels) {
    if (labels.isEmpty()) {
      return Appender.REFUSED;
    }
    return locked(
        () -> {
          MemorySeries series =
              byLabels.computeIfAbsent(labels, key -> new MemorySeries(byRef.size() + 1L, key));
          byRef.putIfAbsent(series.ref(), series);
          return series.ref();
        });
  }

  boolean knows(long ref) {
    return locked(() -> byRef.containsKey(ref));
  }

  /** Whether the newest sample is a histogram, with those that a transaction has added. */
  boolean isOfHistograms(long ref, @Nullable NavigableMap<Long, MemorySeries.Sample> pending) {
    return locked(
        () -> {
          MemorySeries series = byRef.get(ref);
          return series != null && series.isOfHistograms(pending);
        });
  }

  byte judge(
      long ref,
      long timestamp,
      MemorySeries.Sample sample,
      @Nullable NavigableMap<Long, MemorySeries.Sample> pending) {
    return locked(
        () -> {
          MemorySeries series = byRef.get(ref);
          return series == null
              ? AppendOutcome.UNKNOWN_REF
              : series.judge(timestamp, sample, pending);
        });
  }

  void commit(Map<Long, NavigableMap<Long, MemorySeries.Sample>> pending) {
    locked(
        () -> {
          pending.forEach(
              (ref, samples) -> {
                MemorySeries series = byRef.get(ref);
                if (series != null) {
                  series.addAll(samples);
                }
              });
          return true;
        });
  }

  byte add(long ref, Exemplar exemplar) {
    return locked(
        () -> {
          MemorySeries series = byRef.get(ref);
          return series == null ? AppendOutcome.UNKNOWN_REF : series.add(exemplar);
        });
  }

  List<MemorySeries> matching(List<LabelMatcher> matchers) {
    List<LabelFilter> filters = LabelFilter.of(matchers);
    return locked(
        () -> {
          List<MemorySeries> found = new ArrayList<>();
          for (MemorySeries series : byLabels.values()) {
            if (LabelFilter.matchesAll(filters, series.labels())) {
              found.add(series);
            }
          }
          return found;
        });
  }

  NavigableMap<Long, MemorySeries.Sample> samples(MemorySeries series, long mint, long maxt) {
    return locked(() -> series.between(mint, maxt));
  }

  interface Action<T> {
    T run();
  }

  <T> T locked(Action<T> action) {
    lock.lock();
    try {
      if (closed) {
        throw new StorageException(StorageException.Code.CLOSED, "storage is closed");
      }
      return action.run();
    } finally {
      lock.unlock();
    }
  }
}
