package io.pharos.ingest.scrape;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Exemplar;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A storage that keeps all in maps and judges samples as the original's head does. Thread-safe. */
final class RecordingStorage implements Storage {
  private static final long HOUR = 3_600_000;

  private final Map<Labels, Long> refs = new HashMap<>();
  private final List<TreeMap<Long, Double>> samples = new ArrayList<>();
  private final Map<Labels, List<Exemplar>> exemplars = new HashMap<>();
  private long epoch = 1;
  private long max = Long.MIN_VALUE;
  int refCalls;
  int commits;

  @Override
  public void start() {}

  @Override
  public synchronized long epoch() {
    return epoch;
  }

  /** Acts like another instance: references of before are not known. */
  synchronized void replace() {
    epoch++;
    refs.clear();
    samples.clear();
    max = Long.MIN_VALUE;
  }

  /** Forgets a series, so that its reference is unknown. */
  synchronized void forget(Labels labels) {
    Long ref = refs.remove(labels);
    if (ref != null) {
      samples.get((int) (ref - 1)).clear();
      forgotten.add(ref);
    }
  }

  private final List<Long> forgotten = new ArrayList<>();

  synchronized Map<Labels, Map<Long, Double>> all() {
    Map<Labels, Map<Long, Double>> all = new HashMap<>();
    refs.forEach(
        (labels, ref) -> {
          TreeMap<Long, Double> kept = samples.get((int) (ref - 1));
          if (!kept.isEmpty()) {
            all.put(labels, new TreeMap<>(kept));
          }
        });
    return all;
  }

  synchronized @Nullable Double at(Labels labels, long timestamp) {
    Long ref = refs.get(labels);
    return ref == null ? null : samples.get((int) (ref - 1)).get(timestamp);
  }

  synchronized Map<Labels, List<Exemplar>> exemplars() {
    return Map.copyOf(exemplars);
  }

  @Override
  public Appender appender() {
    return new Transaction();
  }

  @Override
  public Querier querier(long mint, long maxt) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  private final class Transaction implements Appender {
    private final Map<Long, TreeMap<Long, Double>> pending = new HashMap<>();
    private final Map<Long, List<Exemplar>> pendingExemplars = new HashMap<>();

    @Override
    public long ref(Labels labels) {
      synchronized (RecordingStorage.this) {
        refCalls++;
        return refs.computeIfAbsent(
            labels,
            l -> {
              samples.add(new TreeMap<>());
              return (long) samples.size();
            });
      }
    }

    @Override
    public int appendAt(long timestamp, long[] refs, double[] values, int count, byte[] outcomes) {
      int failed = 0;
      for (int i = 0; i < count; i++) {
        outcomes[i] = append(refs[i], timestamp, values[i]);
        failed += outcomes[i] == AppendOutcome.OK ? 0 : 1;
      }
      return failed;
    }

    @Override
    public int appendSeries(
        long ref, long[] timestamps, double[] values, int count, byte[] outcomes) {
      int failed = 0;
      for (int i = 0; i < count; i++) {
        outcomes[i] = append(ref, timestamps[i], values[i]);
        failed += outcomes[i] == AppendOutcome.OK ? 0 : 1;
      }
      return failed;
    }

    private byte append(long ref, long timestamp, double value) {
      synchronized (RecordingStorage.this) {
        if (ref <= 0 || ref > samples.size() || forgotten.contains(ref)) {
          return AppendOutcome.UNKNOWN_REF;
        }
        TreeMap<Long, Double> stored = samples.get((int) (ref - 1));
        TreeMap<Long, Double> added = pending.computeIfAbsent(ref, r -> new TreeMap<>());
        Map.Entry<Long, Double> last = added.isEmpty() ? stored.lastEntry() : added.lastEntry();
        if (max != Long.MIN_VALUE && timestamp < max - HOUR) {
          return AppendOutcome.OUT_OF_BOUNDS;
        }
        if (last != null && timestamp < last.getKey()) {
          return AppendOutcome.OUT_OF_ORDER;
        }
        if (last != null && timestamp == last.getKey()) {
          return Double.doubleToRawLongBits(last.getValue()) == Double.doubleToRawLongBits(value)
              ? AppendOutcome.OK
              : AppendOutcome.DUPLICATE;
        }
        added.put(timestamp, value);
        return AppendOutcome.OK;
      }
    }

    @Override
    public byte appendExemplar(long ref, Exemplar exemplar) {
      pendingExemplars.computeIfAbsent(ref, r -> new ArrayList<>()).add(exemplar);
      return AppendOutcome.OK;
    }

    @Override
    public void commit() {
      synchronized (RecordingStorage.this) {
        commits++;
        pending.forEach(
            (ref, added) -> {
              samples.get((int) (ref - 1)).putAll(added);
              if (!added.isEmpty()) {
                max = Math.max(max, added.lastKey());
              }
            });
        refs.forEach(
            (labels, ref) -> {
              List<Exemplar> of = pendingExemplars.get(ref);
              if (of != null) {
                exemplars.computeIfAbsent(labels, l -> new ArrayList<>()).addAll(of);
              }
            });
        pending.clear();
        pendingExemplars.clear();
      }
    }

    @Override
    public void close() {
      pending.clear();
      pendingExemplars.clear();
    }
  }
}
