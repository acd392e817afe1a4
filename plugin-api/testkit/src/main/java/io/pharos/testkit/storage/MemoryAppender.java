package io.pharos.testkit.storage;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Exemplar;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A transaction on a {@link MemoryStorage}. Confined to one thread. */
final class MemoryAppender implements Appender {
  private record PendingExemplar(long ref, Exemplar exemplar) {}

  private final MemoryStorage storage;
  private final Map<Long, NavigableMap<Long, MemorySeries.Sample>> pending = new HashMap<>();
  private final Map<Long, Long> startTimestamps = new HashMap<>();
  private final List<PendingExemplar> exemplars = new ArrayList<>();

  MemoryAppender(MemoryStorage storage) {
    this.storage = storage;
  }

  @Override
  public long ref(Labels labels) {
    return storage.ref(labels);
  }

  @Override
  public int appendAt(long timestamp, long[] refs, double[] values, int count, byte[] outcomes) {
    int refused = 0;
    for (int i = 0; i < count; i++) {
      outcomes[i] = append(refs[i], timestamp, sample(refs[i], values[i]));
      refused += outcomes[i] == AppendOutcome.OK ? 0 : 1;
    }
    return refused;
  }

  @Override
  public int appendSeries(
      long ref, long[] timestamps, double[] values, int count, byte[] outcomes) {
    int refused = 0;
    for (int i = 0; i < count; i++) {
      outcomes[i] = append(ref, timestamps[i], sample(ref, values[i]));
      refused += outcomes[i] == AppendOutcome.OK ? 0 : 1;
    }
    return refused;
  }

  private MemorySeries.Sample sample(long ref, double value) {
    long start = startTimestamps.getOrDefault(ref, 0L);
    // a marker ends a series of histograms as one of theirs
    return StaleMarker.is(value) && storage.isOfHistograms(ref, pending.get(ref))
        ? new MemorySeries.Sample(value, Histogram.stale(), start)
        : new MemorySeries.Sample(value, null, start);
  }

  @Override
  public byte appendHistogram(long ref, long timestamp, Histogram histogram) {
    long start = startTimestamps.getOrDefault(ref, 0L);
    return append(ref, timestamp, new MemorySeries.Sample(histogram.sum(), histogram, start));
  }

  private byte append(long ref, long timestamp, MemorySeries.Sample sample) {
    NavigableMap<Long, MemorySeries.Sample> mine = pending.get(ref);
    byte outcome = storage.judge(ref, timestamp, sample, mine);
    if (outcome == AppendOutcome.OK) {
      pending.computeIfAbsent(ref, key -> new TreeMap<>()).put(timestamp, sample);
    }
    return outcome;
  }

  @Override
  public void startTimestamp(long ref, long startTimestamp) {
    startTimestamps.put(ref, startTimestamp);
  }

  @Override
  public byte appendExemplar(long ref, Exemplar exemplar) {
    if (!storage.knows(ref)) {
      return AppendOutcome.UNKNOWN_REF;
    }
    exemplars.add(new PendingExemplar(ref, exemplar));
    return AppendOutcome.OK;
  }

  @Override
  public void commit() {
    storage.commit(pending);
    exemplars.forEach(one -> storage.add(one.ref, one.exemplar));
    pending.clear();
    exemplars.clear();
    startTimestamps.clear();
  }

  @Override
  public void close() {
    pending.clear();
    exemplars.clear();
  }
}
