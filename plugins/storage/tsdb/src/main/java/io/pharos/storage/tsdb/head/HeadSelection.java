package io.pharos.storage.tsdb.head;

import io.pharos.model.label.Labels;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.storage.tsdb.index.Condition;
import io.pharos.storage.tsdb.index.HeadIndex;
import io.pharos.storage.tsdb.index.IndexBuilder;
import io.pharos.storage.tsdb.index.LabelQuery;
import io.pharos.storage.tsdb.label.LabelStore;
import io.pharos.storage.tsdb.label.Symbols;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Series of the head that meet conditions, as they were at one moment between two transactions: for
 * each the number of samples it had. The caller has entered the {@link Epochs}, so labels stay
 * readable. Immutable once made; thread-safe.
 */
public final class HeadSelection {
  private final Head head;
  private final long floor;
  private long[] refs = new long[64];
  private int[] totals = new int[0];
  private int size;
  private boolean hasLate;
  private final Map<String, int[]> nameSymbols = new ConcurrentHashMap<>();

  private HeadSelection(Head head, long floor) {
    this.head = head;
    this.floor = floor;
  }

  /**
   * Series that meet the conditions and may have samples in the range.
   *
   * @param floor samples in order before are read from blocks
   */
  public static HeadSelection of(Head head, LabelQuery query, long mint, long maxt, long floor) {
    HeadSelection selection = new HeadSelection(head, floor);
    if (maxt < head.minTime() || mint > head.maxTime()) {
      return selection;
    }
    selection.find(query);
    selection.settle(mint, maxt);
    return selection;
  }

  private void find(LabelQuery query) {
    List<Condition> deferred = new ArrayList<>();
    try (HeadIndex.View view = head.index().view()) {
      view.index().search(query, deferred, this::add);
      Checks checks = new Checks(deferred);
      if (!deferred.isEmpty()) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
          if (checks.hold(refs[i])) {
            refs[kept++] = refs[i];
          }
        }
        size = kept;
      }
      Checks all = new Checks(query.conditions());
      for (long ref : view.younger()) {
        if (all.hold(ref)) {
          add(ref);
        }
      }
    } catch (IOException e) {
      throw IndexBuilder.failed(e);
    }
  }

  private void add(long ref) {
    if (size == refs.length) {
      refs = Arrays.copyOf(refs, 2 * size);
    }
    refs[size++] = ref;
  }

  /** Takes the moment: what each series holds while no transaction is being applied. */
  private void settle(long mint, long maxt) {
    totals = new int[size];
    int shards = 0;
    for (int i = 0; i < size; i++) {
      shards |= 1 << Refs.shard(refs[i]);
    }
    int kept = 0;
    head.lock(shards);
    try {
      for (int i = 0; i < size; i++) {
        long ref = refs[i];
        HeadShard shard = head.shard(ref);
        int slot = Refs.slot(ref);
        if (shard.isLive(slot, Refs.generation(ref)) && isNear(shard, slot, mint, maxt)) {
          refs[kept] = ref;
          totals[kept++] = shard.total(slot);
        }
      }
    } finally {
      head.unlock(shards);
    }
    size = kept;
  }

  private boolean isNear(HeadShard shard, int slot, long mint, long maxt) {
    if (shard.late().of(slot) != null) {
      hasLate = true;
      return true;
    }
    if (shard.total(slot) == 0 || shard.lastTime(slot) < Math.max(mint, floor)) {
      return false;
    }
    return shard.sealed(slot) != 0 || shard.openMint(slot) <= maxt;
  }

  /** Whether some series have samples that came out of order. */
  public boolean hasLate() {
    return hasLate;
  }

  public int size() {
    return size;
  }

  public long hashLow(int index) {
    return head.shard(refs[index]).hashLow(Refs.slot(refs[index]));
  }

  public long hashHigh(int index) {
    return head.shard(refs[index]).hashHigh(Refs.slot(refs[index]));
  }

  public Labels labels(int index) {
    HeadShard shard = head.shard(refs[index]);
    return shard.labels.labels(shard.labels(Refs.slot(refs[index])));
  }

  /** Compares the labels of two series. */
  public int compare(int left, int right) {
    HeadShard a = head.shard(refs[left]);
    HeadShard b = head.shard(refs[right]);
    return LabelStore.compare(
        a.labels, a.labels(Refs.slot(refs[left])), b.labels, b.labels(Refs.slot(refs[right])));
  }

  /** The time of the newest sample of a series. */
  public long lastTime(int index) {
    return head.shard(refs[index]).lastTime(Refs.slot(refs[index]));
  }

  public long ref(int index) {
    return refs[index];
  }

  /** Points a cursor at the samples of a series. */
  public void open(int index, HeadCursor cursor, long mint, long maxt, boolean newestOnly) {
    cursor.open(
        head.shard(refs[index]),
        refs[index],
        totals[index],
        Math.max(mint, floor),
        maxt,
        newestOnly);
  }

  /** All late samples of a series in a range in one batch, null if there are none. */
  public @Nullable SampleBatch late(int index, long mint, long maxt) {
    HeadShard shard = head.shard(refs[index]);
    LateSamples.Late late;
    shard.lock.lock();
    try {
      late = shard.late().of(Refs.slot(refs[index]));
    } finally {
      shard.lock.unlock();
    }
    if (late == null) {
      return null;
    }
    SampleBatch batch = new SampleBatch(late.count);
    for (int i = 0; i < late.count; i++) {
      if (late.times[i] >= mint && late.times[i] <= maxt) {
        io.pharos.model.sample.Histogram histogram = late.histograms[i];
        if (histogram != null) {
          batch.add(late.times[i], histogram);
        } else {
          batch.add(late.times[i], late.values[i]);
        }
      }
    }
    return batch.size() == 0 ? null : batch;
  }

  /** The dictionary that a series' labels are coded by; the same object for all of one shard. */
  public LabelStore store(int index) {
    return head.shard(refs[index]).labels;
  }

  /** The label set of a series in its dictionary. */
  public int labelSet(int index) {
    return head.shard(refs[index]).labels(Refs.slot(refs[index]));
  }

  /** The symbol of a label's name in the dictionary of a series, 0 if it has none. */
  public int name(int index, String name) {
    return nameSymbols.computeIfAbsent(name, this::symbols)[Refs.shard(refs[index])];
  }

  private int[] symbols(String name) {
    int[] symbols = new int[Refs.SHARDS];
    for (HeadShard shard : head.shards()) {
      shard.lock.lock();
      try {
        symbols[shard.number] = shard.labels.symbols().find(name);
      } finally {
        shard.lock.unlock();
      }
    }
    return symbols;
  }

  /** Checks conditions on series' own values; each value of a name once. */
  private final class Checks {
    private final List<Condition> conditions;
    private final List<Map<Long, Boolean>> known = new ArrayList<>();
    private final int[][] names;

    Checks(List<Condition> conditions) {
      this.conditions = conditions;
      names = new int[conditions.size()][];
      for (int i = 0; i < conditions.size(); i++) {
        known.add(new HashMap<>());
        names[i] = symbols(conditions.get(i).name());
      }
    }

    boolean hold(long ref) {
      HeadShard shard = head.shard(ref);
      int slot = Refs.slot(ref);
      if (shard.generation(slot) != Refs.generation(ref) || shard.labels(slot) == 0) {
        return false;
      }
      int labels = shard.labels(slot);
      for (int i = 0; i < conditions.size(); i++) {
        int name = names[i][shard.number];
        int value = name == 0 ? 0 : shard.labels.valueOf(labels, name);
        Condition condition = conditions.get(i);
        if (value == 0) {
          if (!condition.matchesEmpty()) {
            return false;
          }
          continue;
        }
        Symbols symbols = shard.labels.symbols();
        long key = ((long) shard.number << 32) | (value & 0xFFFF_FFFFL);
        Boolean holds = known.get(i).get(key);
        if (holds == null) {
          holds = condition.matches(symbols.text(value));
          known.get(i).put(key, holds);
        }
        if (!holds) {
          return false;
        }
      }
      return true;
    }
  }
}
