package io.pharos.alert.router;

import io.pharos.model.label.Labels;
import io.pharos.toolkit.hash.Fingerprints;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * An alert that was posted; times in epoch milliseconds. Immutable.
 *
 * @param timeout whether it ends only because nobody said when
 */
record StoredAlert(
    Labels labels,
    Map<String, String> annotations,
    long startsAt,
    long endsAt,
    String generatorUrl,
    long updatedAt,
    boolean timeout,
    long fingerprint) {
  /** In notifications and groups: job, instance, then by labels; without a label come last. */
  static final Comparator<StoredAlert> ORDER =
      Comparator.comparing((StoredAlert a) -> a.labels, byLabel("job"))
          .thenComparing(a -> a.labels, byLabel("instance"))
          .thenComparingInt(a -> a.labels.size())
          .thenComparing(StoredAlert::labels);

  static StoredAlert of(
      Labels labels,
      Map<String, String> annotations,
      long startsAt,
      long endsAt,
      String generatorUrl,
      long updatedAt,
      boolean timeout) {
    return new StoredAlert(
        labels,
        java.util.Collections.unmodifiableMap(new TreeMap<>(annotations)),
        startsAt,
        endsAt,
        generatorUrl,
        updatedAt,
        timeout,
        Fingerprints.of(labels));
  }

  private static Comparator<Labels> byLabel(String name) {
    return (a, b) -> {
      boolean hasA = a.has(name);
      boolean hasB = b.has(name);
      if (hasA != hasB) {
        return hasA ? -1 : 1;
      }
      return hasA ? a.valueOf(name).compareTo(b.valueOf(name)) : 0;
    };
  }

  boolean isResolved(long now) {
    return endsAt <= now;
  }

  /** This newer message and what was known before, as one alert. */
  StoredAlert merged(StoredAlert known, long now) {
    boolean overlaps =
        (endsAt > known.startsAt && endsAt < known.endsAt)
            || (startsAt > known.startsAt && startsAt < known.endsAt);
    if (!overlaps) {
      return this;
    }
    return known.updatedAt > updatedAt ? known.over(this, now) : over(known, now);
  }

  /** This newer one over an older one. */
  private StoredAlert over(StoredAlert older, long now) {
    long start = Math.min(startsAt, older.startsAt);
    long end = endsAt;
    boolean ends = timeout;
    if (isResolved(now)) {
      if (older.isResolved(now)) {
        end = Math.max(endsAt, older.endsAt);
      }
    } else if (older.endsAt > endsAt && !older.timeout) {
      end = older.endsAt;
      ends = older.timeout;
    }
    return new StoredAlert(
        labels, annotations, start, end, generatorUrl, updatedAt, ends, fingerprint);
  }
}
