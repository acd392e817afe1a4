package io.pharos.storage.tsdb.exemplar;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.sample.Exemplar;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Exemplars.SeriesExemplars;
import io.pharos.toolkit.match.LabelFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The newest exemplars of all series: a ring in which a new one takes the place of the oldest. They
 * outlive their series' time in the head. Thread-safe.
 */
public final class ExemplarRing {
  /** Characters of names and values together that an exemplar may have. */
  private static final int MAX_LABEL_CHARACTERS = 128;

  private static final Comparator<Exemplar> ORDER =
      Comparator.comparingLong(Exemplar::timestamp)
          .thenComparingDouble(Exemplar::value)
          .thenComparing(Exemplar::labels);

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Owner> owners = new HashMap<>();
  private final @Nullable Exemplar[] ring;
  private final @Nullable Owner[] ringOwners;
  private int next;
  private int size;
  private final LongAdder added = new LongAdder();
  private final LongAdder outOfOrder = new LongAdder();

  private record Key(long low, long high) {}

  /** A series that has exemplars in the ring. */
  private static final class Owner {
    final Key key;
    final Labels labels;
    long ref;
    Exemplar newest;
    int count;

    Owner(Key key, Labels labels, Exemplar first) {
      this.key = key;
      this.labels = labels;
      newest = first;
    }
  }

  /** Takes exemplars in the order in which they came. */
  public interface Visitor {
    /** One of the series that had this reference when its newest exemplar came. */
    void exemplar(long ref, Exemplar exemplar);
  }

  /**
   * An empty ring.
   *
   * @param capacity the most exemplars, 0 to keep none
   */
  public ExemplarRing(int capacity) {
    ring = new Exemplar[capacity];
    ringOwners = new Owner[capacity];
  }

  /**
   * What becomes of an exemplar of a series, as an {@link AppendOutcome}.
   *
   * @param pending the newest that is about to be added, null if none is
   * @param window how many milliseconds it may be older than the newest
   */
  public byte judge(
      long low, long high, Exemplar exemplar, @Nullable Exemplar pending, long window) {
    if (ring.length == 0 || isTooLong(exemplar.labels())) {
      return AppendOutcome.UNSUPPORTED;
    }
    Exemplar newest = pending == null ? newest(low, high) : pending;
    if (newest == null) {
      return AppendOutcome.OK;
    }
    if (newest.equals(exemplar)) {
      return AppendOutcome.DUPLICATE;
    }
    boolean isLate = ORDER.compare(exemplar, newest) < 0;
    if (isLate && (window == 0 || exemplar.timestamp() <= newest.timestamp() - window)) {
      outOfOrder.increment();
      return AppendOutcome.OUT_OF_ORDER;
    }
    return AppendOutcome.OK;
  }

  private @Nullable Exemplar newest(long low, long high) {
    lock.lock();
    try {
      Owner owner = owners.get(new Key(low, high));
      return owner == null ? null : owner.newest;
    } finally {
      lock.unlock();
    }
  }

  private static boolean isTooLong(Labels labels) {
    int characters = 0;
    for (int i = 0; i < labels.size(); i++) {
      String name = labels.name(i);
      String value = labels.value(i);
      characters += name.codePointCount(0, name.length()) + value.codePointCount(0, value.length());
    }
    return characters > MAX_LABEL_CHARACTERS;
  }

  /** Adds an exemplar of a series that was judged. */
  public void add(long low, long high, long ref, Supplier<Labels> labels, Exemplar exemplar) {
    if (ring.length == 0) {
      return;
    }
    lock.lock();
    try {
      Key key = new Key(low, high);
      Owner owner = owners.get(key);
      if (owner == null) {
        owner = new Owner(key, labels.get(), exemplar);
        owners.put(key, owner);
      } else if (ORDER.compare(exemplar, owner.newest) > 0) {
        owner.newest = exemplar;
      }
      owner.ref = ref;
      owner.count++;
      Owner before = ringOwners[next];
      if (before != null && --before.count == 0) {
        owners.remove(before.key);
      }
      ring[next] = exemplar;
      ringOwners[next] = owner;
      next = (next + 1) % ring.length;
      size = Math.min(size + 1, ring.length);
      added.increment();
    } finally {
      lock.unlock();
    }
  }

  /** Adds an exemplar from the log unless it is there. */
  public void restore(long low, long high, long ref, Supplier<Labels> labels, Exemplar exemplar) {
    Exemplar newest = newest(low, high);
    if (newest == null || (ORDER.compare(exemplar, newest) > 0 || !has(low, high, exemplar))) {
      add(low, high, ref, labels, exemplar);
    }
  }

  private boolean has(long low, long high, Exemplar exemplar) {
    lock.lock();
    try {
      Owner owner = owners.get(new Key(low, high));
      for (int i = 0; i < size; i++) {
        if (ringOwners[i] == owner && exemplar.equals(ring[i])) {
          return true;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Shows all, oldest first. */
  public void forEach(Visitor visitor) {
    lock.lock();
    try {
      for (int i = 0; i < size; i++) {
        int at = (next - size + i + ring.length) % ring.length;
        Exemplar exemplar = ring[at];
        Owner owner = ringOwners[at];
        if (exemplar != null && owner != null) {
          visitor.exemplar(owner.ref, exemplar);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Those in a range of the series that meet one of the selectors, by the order of labels. */
  public List<SeriesExemplars> select(long mint, long maxt, List<List<LabelMatcher>> selectors) {
    List<List<LabelFilter>> filters = selectors.stream().map(LabelFilter::of).toList();
    Map<Labels, List<Exemplar>> found = new TreeMap<>();
    lock.lock();
    try {
      Map<Owner, Boolean> matches = new HashMap<>();
      for (int i = 0; i < size; i++) {
        Exemplar exemplar = ring[i];
        Owner owner = ringOwners[i];
        if (exemplar != null
            && owner != null
            && exemplar.timestamp() >= mint
            && exemplar.timestamp() <= maxt
            && matches.computeIfAbsent(owner, o -> isMatch(filters, o.labels))) {
          found.computeIfAbsent(owner.labels, l -> new ArrayList<>()).add(exemplar);
        }
      }
    } finally {
      lock.unlock();
    }
    return found.entrySet().stream()
        .map(
            entry ->
                new SeriesExemplars(
                    entry.getKey(), entry.getValue().stream().sorted(ORDER).toList()))
        .toList();
  }

  private static boolean isMatch(List<List<LabelFilter>> filters, Labels labels) {
    return filters.stream().anyMatch(all -> LabelFilter.matchesAll(all, labels));
  }

  public int capacity() {
    return ring.length;
  }

  public int size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }

  /** How many series have exemplars here. */
  public int series() {
    lock.lock();
    try {
      return owners.size();
    } finally {
      lock.unlock();
    }
  }

  /** The time of the exemplar that came first of all that are kept, 0 while empty. */
  public long oldestTimestamp() {
    lock.lock();
    try {
      Exemplar oldest = size == 0 ? null : ring[(next - size + ring.length) % ring.length];
      return oldest == null ? 0 : oldest.timestamp();
    } finally {
      lock.unlock();
    }
  }

  public double addedCount() {
    return added.sum();
  }

  public double outOfOrderCount() {
    return outOfOrder.sum();
  }
}
