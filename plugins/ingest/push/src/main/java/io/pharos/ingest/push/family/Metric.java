package io.pharos.ingest.push.family;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One metric of a family: its labels, which may have empty values, and what was pushed. Immutable.
 */
public sealed interface Metric {
  /** Sorted by name. */
  SortedMap<String, String> labels();

  /** Whether the body stated a time. */
  boolean hasTimestamp();

  /** The same with other labels. */
  Metric withLabels(SortedMap<String, String> labels);

  /** A counter, gauge or untyped metric. */
  record Single(SortedMap<String, String> labels, double value, boolean hasTimestamp)
      implements Metric {
    public Single {
      labels = copy(labels);
    }

    @Override
    public Metric withLabels(SortedMap<String, String> other) {
      return new Single(other, value, hasTimestamp);
    }
  }

  /** A summary. */
  record Summary(
      SortedMap<String, String> labels,
      long count,
      double sum,
      List<Point> quantiles,
      boolean hasTimestamp)
      implements Metric {
    public Summary {
      labels = copy(labels);
      quantiles = List.copyOf(quantiles);
    }

    @Override
    public Metric withLabels(SortedMap<String, String> other) {
      return new Summary(other, count, sum, quantiles, hasTimestamp);
    }
  }

  /** A histogram of buckets; the value of a point is how many observations are up to its bound. */
  record Buckets(
      SortedMap<String, String> labels,
      long count,
      double sum,
      List<Point> buckets,
      boolean hasTimestamp)
      implements Metric {
    public Buckets {
      labels = copy(labels);
      buckets = List.copyOf(buckets);
    }

    @Override
    public Metric withLabels(SortedMap<String, String> other) {
      return new Buckets(other, count, sum, buckets, hasTimestamp);
    }
  }

  /** A quantile or an upper bound, and its value. Immutable. */
  record Point(double at, double value) {}

  private static SortedMap<String, String> copy(Map<String, String> labels) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }
}
