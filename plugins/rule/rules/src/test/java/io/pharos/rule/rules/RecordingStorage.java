package io.pharos.rule.rules;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.LabelList;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import io.pharos.spi.storage.Storage;
import io.pharos.toolkit.match.LabelFilter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps all samples in memory and shows them as text. Thread-safe. */
final class RecordingStorage implements Storage {
  private final List<Labels> refs = new ArrayList<>();
  private final Map<Labels, TreeMap<Long, Double>> series = new TreeMap<>();

  /** A series as text: values in order of time, {@code stale} for markers. */
  synchronized String show(Labels labels) {
    StringBuilder text = new StringBuilder();
    for (double value : series.getOrDefault(labels, new TreeMap<>()).values()) {
      text.append(text.isEmpty() ? "" : " ");
      text.append(StaleMarker.is(value) ? "stale" : String.valueOf(value).replaceAll("\\.0$", ""));
    }
    return text.toString();
  }

  /** The times of a series. */
  synchronized List<Long> times(Labels labels) {
    return List.copyOf(series.getOrDefault(labels, new TreeMap<>()).keySet());
  }

  synchronized void put(Labels labels, long timestamp, double value) {
    series.computeIfAbsent(labels, l -> new TreeMap<>()).put(timestamp, value);
  }

  @Override
  public void start() {}

  @Override
  public long epoch() {
    return 1;
  }

  @Override
  public Appender appender() {
    return new Transaction();
  }

  @Override
  public Querier querier(long mint, long maxt) {
    return new Reader(mint, maxt);
  }

  @Override
  public void close() {}

  private final class Transaction implements Appender {
    private final List<Runnable> pending = new ArrayList<>();

    @Override
    public long ref(Labels labels) {
      synchronized (RecordingStorage.this) {
        int known = refs.indexOf(labels);
        if (known >= 0) {
          return known + 1L;
        }
        refs.add(labels);
        return refs.size();
      }
    }

    @Override
    public int appendAt(
        long timestamp, long[] written, double[] values, int count, byte[] outcomes) {
      int failed = 0;
      for (int i = 0; i < count; i++) {
        outcomes[i] = append(written[i], timestamp, values[i]);
        failed += outcomes[i] == AppendOutcome.OK ? 0 : 1;
      }
      return failed;
    }

    private byte append(long ref, long timestamp, double value) {
      synchronized (RecordingStorage.this) {
        Labels labels = refs.get((int) ref - 1);
        TreeMap<Long, Double> known = series.getOrDefault(labels, new TreeMap<>());
        Double there = known.get(timestamp);
        if (there != null && Double.compare(there, value) != 0) {
          return AppendOutcome.DUPLICATE;
        }
        if (!known.isEmpty() && known.lastKey() > timestamp) {
          return AppendOutcome.OUT_OF_ORDER;
        }
        pending.add(() -> put(labels, timestamp, value));
        return AppendOutcome.OK;
      }
    }

    @Override
    public int appendSeries(
        long ref, long[] timestamps, double[] values, int count, byte[] outcomes) {
      throw new AssertionError("rules write one time at a time");
    }

    @Override
    public byte appendHistogram(long ref, long timestamp, Histogram histogram) {
      return append(ref, timestamp, histogram.count());
    }

    @Override
    public void commit() {
      pending.forEach(Runnable::run);
      pending.clear();
    }

    @Override
    public void close() {
      pending.clear();
    }
  }

  private final class Reader implements Querier {
    private final long mint;
    private final long maxt;

    Reader(long mint, long maxt) {
      this.mint = mint;
      this.maxt = maxt;
    }

    @Override
    public SeriesSet select(SelectHints hints, List<LabelMatcher> matchers) {
      List<Series> found = new ArrayList<>();
      synchronized (RecordingStorage.this) {
        series.forEach(
            (labels, samples) -> {
              TreeMap<Long, Double> inside = new TreeMap<>(samples.subMap(mint, true, maxt, true));
              if (!inside.isEmpty() && LabelFilter.matchesAll(LabelFilter.of(matchers), labels)) {
                found.add(new Stored(labels, inside));
              }
            });
      }
      Iterator<Series> all = found.iterator();
      return new SeriesSet() {
        @Override
        public @Nullable Series next() {
          return all.hasNext() ? all.next() : null;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public LabelList labelNames(List<LabelMatcher> matchers, int limit) {
      return new LabelList(List.of(), false, List.of());
    }

    @Override
    public LabelList labelValues(String name, List<LabelMatcher> matchers, int limit) {
      return new LabelList(List.of(), false, List.of());
    }

    @Override
    public void close() {}
  }

  private record Stored(Labels labels, TreeMap<Long, Double> content) implements Series {
    @Override
    public SampleCursor samples(@Nullable SampleCursor reuse) {
      Iterator<Map.Entry<Long, Double>> rest = content.entrySet().iterator();
      return batch -> read(rest, batch);
    }

    private static int read(Iterator<Map.Entry<Long, Double>> rest, SampleBatch batch) {
      int count = 0;
      while (rest.hasNext() && batch.size() < batch.capacity()) {
        Map.Entry<Long, Double> sample = rest.next();
        batch.add(sample.getKey(), sample.getValue());
        count++;
      }
      return count;
    }
  }
}
