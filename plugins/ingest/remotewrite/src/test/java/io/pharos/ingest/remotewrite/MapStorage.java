package io.pharos.ingest.remotewrite;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Exemplar;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.Metadata;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps samples in maps. Confined to one thread. */
final class MapStorage implements Storage {
  final Map<Labels, TreeMap<Long, Double>> samples = new HashMap<>();
  final Map<Labels, List<Histogram>> histograms = new HashMap<>();
  final Map<Labels, List<Exemplar>> exemplars = new HashMap<>();
  final Map<Labels, Metadata> metadata = new HashMap<>();
  final Map<Labels, Long> starts = new HashMap<>();
  final List<Labels> series = new ArrayList<>();
  int refCalls;
  int columns;
  long epoch = 1;

  @Override
  public void start() {}

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public Querier querier(long mint, long maxt) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  @Override
  public Appender appender() {
    return new Transaction();
  }

  private final class Transaction implements Appender {
    private final Map<Labels, TreeMap<Long, Double>> pending = new HashMap<>();

    @Override
    public long ref(Labels labels) {
      refCalls++;
      if (!series.contains(labels)) {
        series.add(labels);
      }
      return series.indexOf(labels) + 1L;
    }

    @Override
    public int appendAt(long timestamp, long[] refs, double[] values, int count, byte[] outcomes) {
      columns++;
      int failed = 0;
      for (int i = 0; i < count; i++) {
        outcomes[i] = add(refs[i], timestamp, values[i]);
        failed += outcomes[i] == AppendOutcome.OK ? 0 : 1;
      }
      return failed;
    }

    @Override
    public int appendSeries(
        long ref, long[] timestamps, double[] values, int count, byte[] outcomes) {
      int failed = 0;
      for (int i = 0; i < count; i++) {
        outcomes[i] = add(ref, timestamps[i], values[i]);
        failed += outcomes[i] == AppendOutcome.OK ? 0 : 1;
      }
      return failed;
    }

    private byte add(long ref, long timestamp, double value) {
      if (ref <= 0 || ref > series.size()) {
        return AppendOutcome.UNKNOWN_REF;
      }
      Labels labels = series.get((int) ref - 1);
      TreeMap<Long, Double> stored = samples.getOrDefault(labels, new TreeMap<>());
      if (!stored.isEmpty() && timestamp < stored.lastKey()) {
        return AppendOutcome.OUT_OF_ORDER;
      }
      Double known = stored.get(timestamp);
      if (known != null && Double.doubleToRawLongBits(known) != Double.doubleToRawLongBits(value)) {
        return AppendOutcome.DUPLICATE;
      }
      pending.computeIfAbsent(labels, l -> new TreeMap<>()).put(timestamp, value);
      return AppendOutcome.OK;
    }

    @Override
    public byte appendHistogram(long ref, long timestamp, Histogram histogram) {
      histograms.computeIfAbsent(series.get((int) ref - 1), l -> new ArrayList<>()).add(histogram);
      return AppendOutcome.OK;
    }

    @Override
    public byte appendExemplar(long ref, Exemplar exemplar) {
      exemplars.computeIfAbsent(series.get((int) ref - 1), l -> new ArrayList<>()).add(exemplar);
      return AppendOutcome.OK;
    }

    @Override
    public void startTimestamp(long ref, long startTimestamp) {
      starts.put(series.get((int) ref - 1), startTimestamp);
    }

    @Override
    public void metadata(long ref, Metadata of) {
      metadata.put(series.get((int) ref - 1), of);
    }

    @Override
    public void commit() {
      pending.forEach(
          (labels, added) -> samples.computeIfAbsent(labels, l -> new TreeMap<>()).putAll(added));
      pending.clear();
    }

    @Override
    public void close() {
      pending.clear();
    }
  }
}
