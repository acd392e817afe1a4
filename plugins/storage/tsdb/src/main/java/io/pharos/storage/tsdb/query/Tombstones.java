package io.pharos.storage.tsdb.query;

import java.util.HashMap;
import java.util.Map;

/** Deleted ranges by identity of the series. Immutable. */
public final class Tombstones {
  private static final Tombstones NONE = new Tombstones(Map.of());

  private final Map<Key, Intervals> bySeries;

  private Tombstones(Map<Key, Intervals> bySeries) {
    this.bySeries = bySeries;
  }

  /** The identity of a series. */
  public record Key(long low, long high) {}

  public static Tombstones none() {
    return NONE;
  }

  public static Tombstones of(Map<Key, Intervals> bySeries) {
    return bySeries.isEmpty() ? NONE : new Tombstones(Map.copyOf(bySeries));
  }

  public boolean isEmpty() {
    return bySeries.isEmpty();
  }

  public int size() {
    return bySeries.size();
  }

  public Intervals of(long low, long high) {
    return bySeries.getOrDefault(new Key(low, high), Intervals.none());
  }

  public Map<Key, Intervals> all() {
    return bySeries;
  }

  /** These and a range of one series more. */
  public Tombstones with(Key key, long mint, long maxt) {
    Map<Key, Intervals> changed = new HashMap<>(bySeries);
    changed.merge(key, Intervals.none().add(mint, maxt), Intervals::addAll);
    return of(changed);
  }
}
