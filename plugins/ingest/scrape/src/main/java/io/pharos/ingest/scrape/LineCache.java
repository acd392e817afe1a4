package io.pharos.ingest.scrape;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one target's lines: for each a hash of its bytes before the value, the
 * series it stands for, and the line that came next last time. A body that looks like the one
 * before is thus known again line by line, without labels and without a search; any other line is
 * found by its hash. Columns rather than objects: some 50 bytes a series. Confined to one thread at
 * a time.
 */
final class LineCache {
  static final int NONE = -1;

  /** The beginning of a body: its first line comes after this entry. */
  static final int START = 0;

  /** Entries with this {@link #ref} were dropped by relabelling. */
  static final long DROPPED = 0;

  private long[] low = new long[64];
  private long[] high = new long[64];
  private int[] length = new int[64];
  private int[] context = new int[64];
  private long[] ref = new long[64];

  /** The number of the scrape that gave the entry last, times two, plus one if it is tracked. */
  private int[] state = new int[64];

  private int[] next = new int[64];

  /** Places used so far, free ones among them. */
  private int size;

  /** Entries that are in use. */
  private int live;

  /** The first free place; the following ones are linked by {@link #next}. */
  private int free;

  /** Places of entries by hash, plus one; null while nobody had to search. */
  private int @Nullable [] index;

  private int scrape;

  /** How many entries of the scrape before are tracked. */
  private int trackedBefore;

  private int tracked;
  private int retained;
  private int seen;

  /** Entries that were tracked in the scrape before and are only seen in this one. */
  private int[] demoted = new int[0];

  private int demotedCount;

  LineCache() {
    clear();
  }

  /** Forgets all. */
  void clear() {
    size = 1;
    live = 0;
    free = NONE;
    index = null;
    next[START] = NONE;
    context[START] = -1;
    trackedBefore = 0;
    tracked = 0;
  }

  /** Begins a scrape. */
  void begin() {
    if (scrape == (Integer.MAX_VALUE >> 1) - 1) {
      clear(); // numbers start anew after many years
      scrape = 0;
    }
    scrape++;
    trackedBefore = tracked;
    tracked = 0;
    retained = 0;
    seen = 0;
    demotedCount = 0;
  }

  int live() {
    return live;
  }

  int length(int entry) {
    return length[entry];
  }

  int context(int entry) {
    return context[entry];
  }

  long low(int entry) {
    return low[entry];
  }

  long high(int entry) {
    return high[entry];
  }

  long ref(int entry) {
    return ref[entry];
  }

  void ref(int entry, long value) {
    ref[entry] = value;
  }

  /** The line that came behind this one last time, or {@link #NONE}. */
  int next(int entry) {
    return next[entry];
  }

  void next(int entry, int following) {
    next[entry] = following;
  }

  /** Whether this scrape gave the entry already. */
  boolean isSeen(int entry) {
    return state[entry] >> 1 == scrape;
  }

  /** Says that this scrape gave the entry, without asking for a stale marker when it goes. */
  void seen(int entry) {
    int before = state[entry];
    if (before >> 1 == scrape) {
      return;
    }
    seen++;
    state[entry] = scrape << 1;
    if (before == ((scrape - 1) << 1 | 1)) {
      if (demotedCount == demoted.length) {
        demoted = Arrays.copyOf(demoted, Math.max(16, 2 * demotedCount));
      }
      demoted[demotedCount++] = entry;
    }
  }

  /** Says that this scrape gave the entry; when it goes its series ends. */
  void tracked(int entry) {
    int before = state[entry];
    int now = scrape << 1 | 1;
    if (before == now) {
      return;
    }
    state[entry] = now;
    tracked++;
    if (before == now - 2) {
      retained++;
    }
    if (before >> 1 != scrape) {
      seen++;
    }
  }

  /** Whether a series that was tracked in the scrape before is not in this one. */
  boolean hasVanished() {
    return retained < trackedBefore;
  }

  /**
   * The references of entries that were tracked in the scrape before and are not in this one.
   *
   * @param present sorted references of this scrape, which are left out: another line may stand for
   *     the same series
   * @return how many were written
   */
  int vanished(long[] present, int count, long[] into) {
    int last = (scrape - 1) << 1 | 1;
    int found = 0;
    for (int i = 0; i < demotedCount; i++) {
      long gone = ref[demoted[i]];
      if (gone > 0 && Arrays.binarySearch(present, 0, count, gone) < 0) {
        into[found++] = gone;
      }
    }
    for (int i = 1; i < size; i++) {
      if (state[i] == last && ref[i] > 0 && Arrays.binarySearch(present, 0, count, ref[i]) < 0) {
        into[found++] = ref[i];
      }
    }
    return found;
  }

  /** At most so many references {@link #vanished} writes. */
  int vanishedAtMost() {
    return trackedBefore - retained;
  }

  /** The references of all entries tracked in the newest scrape. */
  long[] trackedRefs() {
    long[] refs = new long[tracked];
    int now = scrape << 1 | 1;
    int found = 0;
    for (int i = 1; i < size && found < refs.length; i++) {
      if (state[i] == now) {
        refs[found++] = ref[i];
      }
    }
    return Arrays.copyOf(refs, found);
  }

  /** Forgets the entries that this scrape did not give. */
  void sweep() {
    if (seen == live) {
      return;
    }
    for (int i = 1; i < size; i++) {
      if (length[i] >= 0 && state[i] >> 1 != scrape) {
        length[i] = -1;
        context[i] = -1;
        next[i] = free;
        free = i;
        live--;
      }
    }
    index = null;
  }

  /** The entry of a line, or {@link #NONE}. */
  int find(long lowHash, long highHash, int lineLength, int lineContext) {
    int[] table = index;
    if (table == null) {
      table = buildIndex();
    }
    int mask = table.length - 1;
    for (int at = (int) lowHash & mask; table[at] != 0; at = (at + 1) & mask) {
      int entry = table[at] - 1;
      if (low[entry] == lowHash
          && high[entry] == highHash
          && length[entry] == lineLength
          && context[entry] == lineContext) {
        return entry;
      }
    }
    return NONE;
  }

  /** A new entry; it must not be there yet. */
  int add(long lowHash, long highHash, int lineLength, int lineContext, long reference) {
    int entry = free;
    if (entry != NONE) {
      free = next[entry];
    } else {
      if (size == low.length) {
        grow();
      }
      entry = size++;
    }
    low[entry] = lowHash;
    high[entry] = highHash;
    length[entry] = lineLength;
    context[entry] = lineContext;
    ref[entry] = reference;
    state[entry] = 0;
    next[entry] = NONE;
    live++;
    int[] table = index;
    if (table != null) {
      if (4 * live > 3 * table.length) {
        buildIndex();
      } else {
        put(table, entry);
      }
    }
    return entry;
  }

  private int[] buildIndex() {
    int capacity = 64;
    while (capacity < 2 * live) {
      capacity <<= 1;
    }
    int[] table = new int[capacity];
    for (int i = 1; i < size; i++) {
      if (length[i] >= 0) {
        put(table, i);
      }
    }
    index = table;
    return table;
  }

  private void put(int[] table, int entry) {
    int mask = table.length - 1;
    int at = (int) low[entry] & mask;
    while (table[at] != 0) {
      at = (at + 1) & mask;
    }
    table[at] = entry + 1;
  }

  private void grow() {
    int capacity = size + (size >> 1);
    low = Arrays.copyOf(low, capacity);
    high = Arrays.copyOf(high, capacity);
    length = Arrays.copyOf(length, capacity);
    context = Arrays.copyOf(context, capacity);
    ref = Arrays.copyOf(ref, capacity);
    state = Arrays.copyOf(state, capacity);
    next = Arrays.copyOf(next, capacity);
  }
}
