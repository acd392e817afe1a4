package io.pharos.rule.rules;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.sample.StaleMarker;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.spi.storage.SampleCursor;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.Series;
import io.pharos.spi.storage.SeriesSet;
import io.pharos.spi.storage.Storage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out after a start since when alerts were active before, from the series that the rules
 * wrote. Thread-safe.
 */
final class ForState {
  private final ServiceRef<Storage> storages;
  private final long outageTolerance;
  private final long gracePeriod;

  ForState(ServiceRef<Storage> storages, long outageTolerance, long gracePeriod) {
    this.storages = storages;
    this.outageTolerance = outageTolerance;
    this.gracePeriod = gracePeriod;
  }

  /** Restores the alerts of one rule. */
  void restore(AlertingRule rule, long now) {
    if (rule.holdMillis() < gracePeriod) {
      return;
    }
    Map<Labels, Newest> stored = stored(rule, now);
    rule.forEachActive(
        alert -> {
          Newest newest = stored.get(alert.labels);
          if (newest != null && !StaleMarker.is(newest.value)) {
            alert.activeAt = activeAt(rule.holdMillis(), newest, now);
          }
        });
  }

  private long activeAt(long hold, Newest newest, long now) {
    long storedActive = ((long) newest.value) * 1000;
    long remaining = hold - (newest.timestamp - storedActive);
    if (remaining <= 0) {
      return storedActive;
    }
    return remaining < gracePeriod
        ? now + gracePeriod - hold
        : storedActive + (now - newest.timestamp);
  }

  private Map<Labels, Newest> stored(AlertingRule rule, long now) {
    long from = now - outageTolerance;
    List<LabelMatcher> matchers =
        List.of(
            LabelMatcher.equal(Label.NAME, AlertingRule.FOR_STATE),
            LabelMatcher.equal(AlertingRule.ALERT_NAME, rule.name()));
    Map<Labels, Newest> found = new HashMap<>();
    try (Lease<Storage> storage = storages.acquire();
        Querier querier = storage.get().querier(from, now);
        SeriesSet set = querier.select(SelectHints.samples(from, now), matchers)) {
      for (Series series = set.next(); series != null; series = set.next()) {
        Newest newest = newest(series);
        if (newest != null) {
          found.put(series.labels().without(Label.NAME), newest);
        }
      }
    }
    return found;
  }

  private static @Nullable Newest newest(Series series) {
    SampleCursor cursor = series.samples(null);
    SampleBatch batch = new SampleBatch(256);
    Newest newest = null;
    while (cursor.read(batch) > 0) {
      int last = batch.size() - 1;
      newest = new Newest(batch.timestamps()[last], batch.values()[last]);
      batch.clear();
    }
    return newest;
  }

  /** The newest sample of a series. */
  private record Newest(long timestamp, double value) {}
}
