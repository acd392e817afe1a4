package io.pharos.rule.rules;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.error.PharosException;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import io.pharos.spi.storage.Storage;
import io.pharos.toolkit.unit.GoFloats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes what a rule gave, and markers for what it gave no longer. Thread-safe. */
final class SeriesWriter {
  private final ServiceRef<Storage> storages;

  SeriesWriter(ServiceRef<Storage> storages) {
    this.storages = storages;
  }

  /**
   * What became of the samples. Immutable.
   *
   * @param written the series that were stored
   * @param error why others were not, "" if all were
   */
  record Written(Set<Labels> written, String error) {}

  /**
   * Writes samples of one time, and a stale marker for each of the former series that is not among
   * them.
   *
   * @throws PharosException if nothing could be written
   */
  Written write(long timestamp, List<RuleSample> samples, Collection<Labels> former) {
    Set<Labels> written = HashSet.newHashSet(samples.size());
    String error = "";
    if (samples.isEmpty() && former.isEmpty()) {
      return new Written(written, error);
    }
    try (Lease<Storage> storage = storages.acquire();
        Appender appender = storage.get().appender()) {
      List<RuleSample> repeated = new ArrayList<>();
      for (RuleSample sample : samples) {
        byte outcome = append(appender, timestamp, sample);
        if (outcome == AppendOutcome.OK) {
          written.add(sample.labels());
        } else if (outcome == AppendOutcome.DUPLICATE) {
          repeated.add(sample);
        } else {
          error = AppendOutcome.text(outcome);
        }
      }
      for (Labels series : former) {
        if (!written.contains(series)) {
          append(appender, timestamp, RuleSample.of(series, StaleMarker.VALUE));
        }
      }
      appender.commit();
      if (!repeated.isEmpty()) {
        error = duplicate(storage.get(), timestamp, repeated.getLast());
      }
    }
    return new Written(written, error);
  }

  /** Writes stale markers alone. */
  void markStale(long timestamp, Collection<Labels> series) {
    write(timestamp, List.of(), series);
  }

  private static byte append(Appender appender, long timestamp, RuleSample sample) {
    long ref = appender.ref(sample.labels());
    if (ref == Appender.REFUSED) {
      return AppendOutcome.UNSUPPORTED;
    }
    Histogram histogram = sample.histogram();
    if (histogram != null) {
      return appender.appendHistogram(ref, timestamp, histogram);
    }
    byte[] outcome = new byte[1];
    appender.appendAt(timestamp, new long[] {ref}, new double[] {sample.value()}, 1, outcome);
    return outcome[0];
  }

  private static String duplicate(Storage storage, long timestamp, RuleSample sample) {
    StringBuilder text = new StringBuilder(AppendOutcome.text(AppendOutcome.DUPLICATE));
    Double existing = existing(storage, timestamp, sample.labels());
    if (existing != null && sample.histogram() == null) {
      text.append(' ').append(timestamp).append("; overrides not allowed: existing ");
      text.append(GoFloats.format(existing, 'g', -1)).append(", new value ");
      text.append(GoFloats.format(sample.value(), 'g', -1));
    }
    return text.toString();
  }

  private static @Nullable Double existing(Storage storage, long timestamp, Labels labels) {
    List<LabelMatcher> matchers = new ArrayList<>(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      matchers.add(LabelMatcher.equal(labels.name(i), labels.value(i)));
    }
    try (Querier querier = storage.querier(timestamp, timestamp);
        SeriesSet found = querier.select(SelectHints.samples(timestamp, timestamp), matchers)) {
      for (Series one = found.next(); one != null; one = found.next()) {
        SampleBatch batch = new SampleBatch(4);
        boolean same = one.labels().equals(labels);
        if (same && one.samples(null).read(batch) > 0 && batch.histograms() == null) {
          return batch.values()[0];
        }
      }
    }
    return null;
  }
}
