package io.pharos.testkit.storage;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Exemplar;
import io.pharos.model.sample.Histogram;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The samples of one series by time. Guarded by the storage's lock. */
final class MemorySeries {
  /**
   * One sample.
   *
   * @param histogram null for a float
   * @param startTimestamp 0 for none
   */
  record Sample(double value, @Nullable Histogram histogram, long startTimestamp) {
    boolean same(Sample other) {
      return histogram == null
          ? other.histogram == null
              && Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(other.value)
          : histogram.equals(other.histogram);
    }
  }

  private final long ref;
  private final Labels labels;
  private final NavigableMap<Long, Sample> samples = new TreeMap<>();
  private final List<Exemplar> exemplars = new ArrayList<>();

  MemorySeries(long ref, Labels labels) {
    this.ref = ref;
    this.labels = labels;
  }

  long ref() {
    return ref;
  }

  Labels labels() {
    return labels;
  }

  boolean isEmpty() {
    return samples.isEmpty();
  }

  /** How a sample would be judged, with those that a transaction has added before it. */
  byte judge(long timestamp, Sample sample, @Nullable NavigableMap<Long, Sample> pending) {
    Map.Entry<Long, Sample> newest = newest(pending);
    if (newest == null || timestamp > newest.getKey()) {
      return AppendOutcome.OK;
    }
    if (timestamp < newest.getKey()) {
      return AppendOutcome.OUT_OF_ORDER;
    }
    return newest.getValue().same(sample) ? AppendOutcome.OK : AppendOutcome.DUPLICATE;
  }

  private Map.@Nullable Entry<Long, Sample> newest(@Nullable NavigableMap<Long, Sample> pending) {
    Map.Entry<Long, Sample> newest = samples.lastEntry();
    if (pending != null && !pending.isEmpty()) {
      Map.Entry<Long, Sample> last = pending.lastEntry();
      newest = newest == null || last.getKey() >= newest.getKey() ? last : newest;
    }
    return newest;
  }

  /** Whether the newest sample is a histogram. */
  boolean isOfHistograms(@Nullable NavigableMap<Long, Sample> pending) {
    Map.Entry<Long, Sample> newest = newest(pending);
    return newest != null && newest.getValue().histogram != null;
  }

  void addAll(Map<Long, Sample> more) {
    samples.putAll(more);
  }

  void delete(long mint, long maxt) {
    samples.subMap(mint, true, maxt, true).clear();
    exemplars.removeIf(e -> e.timestamp() >= mint && e.timestamp() <= maxt);
  }

  byte add(Exemplar exemplar) {
    if (!exemplars.isEmpty()) {
      Exemplar last = exemplars.getLast();
      if (last.equals(exemplar)) {
        return AppendOutcome.DUPLICATE;
      }
      if (exemplar.timestamp() < last.timestamp()) {
        return AppendOutcome.OUT_OF_ORDER;
      }
    }
    exemplars.add(exemplar);
    return AppendOutcome.OK;
  }

  List<Exemplar> exemplars(long mint, long maxt) {
    return exemplars.stream().filter(e -> e.timestamp() >= mint && e.timestamp() <= maxt).toList();
  }

  /** A copy of the samples in a range, each histogram with what is known of resets before it. */
  NavigableMap<Long, Sample> between(long mint, long maxt) {
    NavigableMap<Long, Sample> copy = new TreeMap<>();
    if (maxt < mint) {
      return copy;
    }
    Histogram before = null;
    for (Map.Entry<Long, Sample> entry : samples.headMap(maxt, true).entrySet()) {
      Sample sample = entry.getValue();
      Histogram histogram = sample.histogram;
      if (entry.getKey() >= mint) {
        copy.put(
            entry.getKey(),
            histogram == null
                ? sample
                : new Sample(
                    sample.value, HistogramHints.hinted(before, histogram), sample.startTimestamp));
      }
      before = histogram == null || histogram.isStale() ? null : histogram;
    }
    return copy;
  }

  /** Reads a copy. Confined to one thread. */
  static final class Cursor implements SampleCursor {
    private final NavigableMap<Long, Sample> rest;

    Cursor(NavigableMap<Long, Sample> samples) {
      rest = samples;
    }

    @Override
    public int read(SampleBatch batch) {
      int count = 0;
      Boolean histograms = null;
      while (!rest.isEmpty() && batch.size() < batch.capacity()) {
        Map.Entry<Long, Sample> next = rest.firstEntry();
        Histogram histogram = next.getValue().histogram;
        if (histograms != null && histograms != (histogram != null)) {
          break;
        }
        histograms = histogram != null;
        rest.pollFirstEntry();
        if (histogram != null) {
          batch.add(next.getKey(), histogram);
        } else {
          batch.add(next.getKey(), next.getValue().value);
        }
        if (next.getValue().startTimestamp != 0) {
          batch.startTimestamp(next.getValue().startTimestamp);
        }
        count++;
      }
      return count;
    }
  }
}
