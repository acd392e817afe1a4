package io.pharos.storage.tsdb.head;

import io.pharos.model.sample.Histogram;
import io.pharos.storage.tsdb.chunk.HistogramColumn;
import io.pharos.storage.tsdb.chunk.IntColumn;
import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.chunk.ValueColumn;
import io.pharos.storage.tsdb.label.LabelStore;
import io.pharos.storage.tsdb.memory.IntTable;
import io.pharos.storage.tsdb.memory.Records;
import io.pharos.storage.tsdb.memory.Slab;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The series of some targets. A series is a slot, one record of a cache line: newest sample, open
 * chunk, newest sealed chunk, labels, identity. The open chunk is a chain of values, 32 at most,
 * and a run of a {@link TimeSegments time segment}; when the segment is full the chunk is encoded
 * and written to {@link HeadChunks}, which chain backwards.
 *
 * <p>Guarded by the caller holding {@link #lock}, unless a method says otherwise.
 */
final class HeadShard implements AutoCloseable {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  private static final int LAST_TIME = 0;
  private static final int LAST_BITS = 8;
  private static final int VALUES = 16;
  private static final int SEGMENT = 20;
  private static final int START = 24;
  private static final int COUNT = 25;
  private static final int FLAGS = 27;
  private static final int SEALED = 28;
  private static final int TOTAL = 32;
  private static final int GENERATION = 36;
  private static final int LABELS = 40;
  private static final int HASH_LOW = 48;
  private static final int HASH_HIGH = 56;

  /** The slot holds a series. */
  private static final int LIVE = 1;

  /** The series is in the log, and so visible. */
  private static final int LOGGED = 2;

  /** The open chunk is of histograms. */
  private static final int HISTOGRAM = 4;

  final ReentrantLock lock = new ReentrantLock();
  final int number;
  final Slab slab = new Slab();
  final LabelStore labels = new LabelStore(slab);
  final HeadChunks chunks;

  private final Records records = new Records();
  private final IntTable table;
  private final OpenValues openValues = new OpenValues(slab);
  private final TimeSegments times = new TimeSegments(slab);
  private final Map<Integer, Histogram[]> histograms = new HashMap<>();
  private final ValueColumn valueColumn = new ValueColumn();
  private final IntColumn timeColumn = new IntColumn();
  private final HistogramColumn histogramColumn = new HistogramColumn();
  private final Sink scratch = new Sink(512);
  private final double[] values = new double[TimeSegments.MAX];
  private final long[] stamps = new long[TimeSegments.MAX + IntColumn.SLACK];

  private final LateSamples late = new LateSamples();
  private int slots = 1;
  private int[] freeSlots = new int[16];
  private int freeCount;
  private int series;
  private int openChunks;
  private long chunksCreated;

  /** The segment that took this transaction's newest time, 0 if none, and that time. */
  private int currentSegment;

  private long currentTime;

  HeadShard(int number, HeadChunks chunks) {
    this.number = number;
    this.chunks = chunks;
    table = new IntTable(slot -> (int) hashLow(slot), 1024);
    records.ensure(0);
  }

  // ---- series

  /** The slot of a series, 0 if it is not there. */
  int find(long low, long high, byte[] form, int length) {
    for (int place = table.first((int) low); ; place = table.next(place)) {
      int slot = table.at(place);
      if (slot == 0
          || (hashLow(slot) == low
              && hashHigh(slot) == high
              && labels.equal(labels(slot), form, length))) {
        return slot;
      }
    }
  }

  /** Makes a series that is not there. */
  int create(long low, long high, byte[] form, int length) {
    int slot = freeCount > 0 ? freeSlots[--freeCount] : slots++;
    records.ensure(slot);
    int generation = Math.max(1, (generation(slot) + 1) & Refs.MAX_GENERATION);
    fill(slot, generation, low, high, form, length);
    return slot;
  }

  /** Makes a series in a given slot, as the log says; one that is there before leaves. */
  void restore(int slot, int generation, long low, long high, byte[] form, int length) {
    reserve(slot);
    if ((flags(slot) & LIVE) != 0) {
      if (generation(slot) == generation) {
        return;
      }
      leave(slot);
      release(slot, false);
    }
    long lastTime = lastTime(slot);
    long lastBits = lastBits(slot);
    int sealed = sealed(slot);
    int total = total(slot);
    boolean hasChunks = sealed != 0 && generation(slot) == generation;
    fill(slot, generation, low, high, form, length);
    if (hasChunks) {
      putLong(slot, LAST_TIME, lastTime);
      putLong(slot, LAST_BITS, lastBits);
      putInt(slot, SEALED, sealed);
      putInt(slot, TOTAL, total);
    }
    putByte(slot, FLAGS, LIVE | LOGGED);
  }

  private void fill(int slot, int generation, long low, long high, byte[] form, int length) {
    MemorySegment page = records.page(slot);
    long at = Records.offset(slot);
    page.asSlice(at, Records.BYTES).fill((byte) 0);
    page.set(LONG, at + LAST_TIME, Long.MIN_VALUE);
    page.set(INT, at + GENERATION, generation);
    page.set(LONG, at + HASH_LOW, low);
    page.set(LONG, at + HASH_HIGH, high);
    page.set(INT, at + LABELS, labels.add(form, length));
    page.set(BYTE, at + FLAGS, (byte) LIVE);
    table.add(slot, (int) low);
    series++;
  }

  /** Makes sure that a slot is there which the log or a chunk names. */
  void reserve(int slot) {
    while (slots <= slot) {
      records.ensure(slots);
      if (slots < slot) {
        free(slots);
      }
      slots++;
    }
  }

  /** Takes a series out: it is not found any more, but those who know it may still read it. */
  void leave(int slot) {
    table.remove(slot, (int) hashLow(slot));
    putByte(slot, FLAGS, flags(slot) & ~LIVE);
    series--;
  }

  /** Takes out all series whose samples are all before a time; answers their references. */
  long[] leaveBefore(long time) {
    long[] gone = new long[64];
    int count = 0;
    for (int slot = 1; slot < slots; slot++) {
      if ((flags(slot) & LIVE) == 0) {
        continue;
      }
      if (lastTime(slot) < time && late.of(slot) == null && (flags(slot) & LOGGED) != 0) {
        if (count == gone.length) {
          gone = Arrays.copyOf(gone, 2 * count);
        }
        gone[count++] = ref(slot);
        leave(slot);
      }
    }
    return Arrays.copyOf(gone, count);
  }

  /** Gives the memory of a series back that has left; nobody may read it any more. */
  void release(int slot, boolean reuse) {
    if (count(slot) > 0) {
      dropOpen(slot);
    }
    late.remove(slot);
    labels.remove(labels(slot));
    putInt(slot, LABELS, 0);
    putInt(slot, SEALED, 0);
    putInt(slot, TOTAL, 0);
    putByte(slot, FLAGS, 0);
    if (reuse) {
      free(slot);
    }
  }

  private void free(int slot) {
    if (freeCount == freeSlots.length) {
      freeSlots = Arrays.copyOf(freeSlots, 2 * freeCount);
    }
    freeSlots[freeCount++] = slot;
  }

  /** Collects the slots that the chunks or the log left empty, after the start. */
  void rebuildFreeSlots() {
    freeCount = 0;
    for (int slot = slots - 1; slot >= 1; slot--) {
      if ((flags(slot) & LIVE) == 0) {
        putInt(slot, SEALED, 0);
        putInt(slot, TOTAL, 0);
        free(slot);
      }
    }
  }

  // ---- samples

  /** Starts the samples of a transaction: times of another one are not shared. */
  void begin() {
    currentSegment = 0;
  }

  /** Adds a sample newer than all of its series. */
  void append(int slot, long timestamp, double value) {
    MemorySegment page = records.page(slot);
    long at = Records.offset(slot);
    if ((page.get(BYTE, at + FLAGS) & HISTOGRAM) != 0) {
      seal(slot);
      page.set(BYTE, at + FLAGS, (byte) (page.get(BYTE, at + FLAGS) & ~HISTOGRAM));
    }
    int count = place(slot, page, at, timestamp);
    int last = page.get(INT, at + VALUES);
    int piece = openValues.add(last, value, page.get(LONG, at + LAST_BITS));
    if (piece != last) {
      page.set(INT, at + VALUES, piece);
    }
    finish(page, at, count, timestamp, Double.doubleToRawLongBits(value));
  }

  /** Adds a histogram newer than all samples of its series. */
  void append(int slot, long timestamp, Histogram histogram) {
    MemorySegment page = records.page(slot);
    long at = Records.offset(slot);
    if ((page.get(BYTE, at + FLAGS) & HISTOGRAM) == 0) {
      if (count(slot) > 0) {
        seal(slot);
      }
      page.set(BYTE, at + FLAGS, (byte) (page.get(BYTE, at + FLAGS) | HISTOGRAM));
    }
    int count = place(slot, page, at, timestamp);
    Histogram[] open = histograms.computeIfAbsent(slot, s -> new Histogram[TimeSegments.MAX]);
    open[count] = histogram;
    finish(page, at, count, timestamp, Double.doubleToRawLongBits(histogram.sum()));
  }

  private static void finish(MemorySegment page, long at, int count, long timestamp, long bits) {
    page.set(BYTE, at + COUNT, (byte) (count + 1));
    page.set(LONG, at + LAST_TIME, timestamp);
    page.set(LONG, at + LAST_BITS, bits);
    page.set(INT, at + TOTAL, page.get(INT, at + TOTAL) + 1);
  }

  /** Finds the segment that has, or takes, the time; answers the count of the chunk so far. */
  private int place(int slot, MemorySegment page, long at, long timestamp) {
    int count = page.get(BYTE, at + COUNT);
    if (count > 0) {
      int segment = page.get(INT, at + SEGMENT);
      int next = page.get(BYTE, at + START) + count;
      int have = times.count(segment);
      if (next < have && times.time(segment, next) == timestamp) {
        return count;
      }
      if (times.isFull(segment)) {
        seal(slot);
      } else if (next == have && times.time(segment, have - 1) < timestamp) {
        times.push(segment, timestamp);
        if (!times.isPrivate(segment)) {
          currentSegment = segment;
          currentTime = timestamp;
        }
        return count;
      } else if (times.isPrivate(segment)) {
        seal(slot);
      } else {
        part(page, at, segment, count);
        times.push(page.get(INT, at + SEGMENT), timestamp);
        return count;
      }
    }
    boolean isFirst = page.get(INT, at + SEALED) == 0;
    if (currentSegment == 0 || currentTime != timestamp) {
      currentSegment = times.open(false, isFirst);
      currentTime = timestamp;
      times.push(currentSegment, timestamp);
    }
    times.retain(currentSegment);
    page.set(INT, at + SEGMENT, currentSegment);
    page.set(BYTE, at + START, (byte) (times.count(currentSegment) - 1));
    openChunks++;
    chunksCreated++;
    return 0;
  }

  /** Gives a series that missed a shared time a segment of its own. */
  private void part(MemorySegment page, long at, int segment, int count) {
    int own = times.open(true, false);
    int start = page.get(BYTE, at + START);
    for (int i = 0; i < count; i++) {
      times.push(own, times.time(segment, start + i));
    }
    times.retain(own);
    release(segment);
    page.set(INT, at + SEGMENT, own);
    page.set(BYTE, at + START, (byte) 0);
  }

  private void release(int segment) {
    if (times.release(segment) && segment == currentSegment) {
      currentSegment = 0;
    }
  }

  /** Encodes the open chunk and moves it to the file. */
  void seal(int slot) {
    int count = count(slot);
    if (count == 0) {
      return;
    }
    int segment = getInt(slot, SEGMENT);
    int start = getByte(slot, START);
    boolean isHistogram = (flags(slot) & HISTOGRAM) != 0;
    int record = timeRecord(segment, start, count);
    int from = times.isFull(segment) ? start : 0;
    scratch.clear();
    if (isHistogram) {
      histogramColumn.encode(open(slot), count, scratch);
    } else {
      openValues.read(getInt(slot, VALUES), count, values);
      valueColumn.encode(values, count, scratch);
    }
    long mint = times.time(segment, start);
    long maxt = times.time(segment, start + count - 1);
    int position =
        chunks.addChunk(
            isHistogram ? HeadChunks.HISTOGRAMS : HeadChunks.FLOATS,
            from,
            count,
            getInt(slot, SEALED),
            ref(slot),
            record,
            mint,
            maxt,
            scratch);
    putInt(slot, SEALED, position);
    dropOpen(slot);
  }

  private Histogram[] open(int slot) {
    return histograms.computeIfAbsent(slot, s -> new Histogram[TimeSegments.MAX]);
  }

  /** The record of a segment's times: of all if it is full, else of the chunk's own. */
  private int timeRecord(int segment, int start, int count) {
    if (!times.isFull(segment)) {
      return writeTimes(segment, start, count);
    }
    int record = times.record(segment);
    if (!chunks.isLive(record)) {
      record = writeTimes(segment, 0, times.count(segment));
      times.record(segment, record);
    }
    return record;
  }

  private int writeTimes(int segment, int start, int count) {
    times.times(segment, start, count, stamps, 0);
    scratch.clear();
    timeColumn.encode(stamps, count, scratch);
    return chunks.addTimes(scratch, count);
  }

  private void dropOpen(int slot) {
    release(getInt(slot, SEGMENT));
    openValues.free(getInt(slot, VALUES));
    if ((flags(slot) & HISTOGRAM) != 0) {
      histograms.remove(slot);
    }
    putInt(slot, VALUES, 0);
    putByte(slot, COUNT, 0);
    putInt(slot, SEGMENT, 0);
    openChunks--;
  }

  /** A chunk of an earlier process; they come oldest first. */
  void restoreChunk(int slot, int generation, int position, long maxt, int count) {
    reserve(slot);
    if (generation(slot) != generation) {
      putInt(slot, GENERATION, generation);
      putInt(slot, TOTAL, 0);
    }
    putInt(slot, SEALED, position);
    putLong(slot, LAST_TIME, maxt);
    putInt(slot, TOTAL, total(slot) + count);
  }

  /** Sets the newest value of a series that only has sealed chunks, after the start. */
  void lastBits(int slot, long bits) {
    putLong(slot, LAST_BITS, bits);
  }

  /** Forgets that a series has sealed chunks, whose files are gone. */
  void clearSealed(int slot) {
    putInt(slot, SEALED, 0);
  }

  /** Samples that came out of order. */
  LateSamples late() {
    return late;
  }

  // ---- reading

  /** Copies what the open chunk holds of the first {@code total} samples ever. */
  void read(int slot, int total, OpenCopy copy) {
    int extra = total(slot) - total;
    int count = count(slot);
    int visible = Math.max(0, count - extra);
    copy.hidden = extra - (count - visible);
    copy.sealed = getInt(slot, SEALED);
    copy.count = visible;
    copy.isHistogram = (flags(slot) & HISTOGRAM) != 0;
    if (count > 0) {
      times.times(getInt(slot, SEGMENT), getByte(slot, START), count, copy.times, 0);
      if (copy.isHistogram) {
        System.arraycopy(open(slot), 0, copy.histograms, 0, count);
      } else {
        openValues.read(getInt(slot, VALUES), count, copy.values);
      }
    }
  }

  /** The newest sample if it is a float, for those who want no other. */
  boolean isNewest(int slot, int total) {
    return total(slot) == total && count(slot) > 0 && (flags(slot) & HISTOGRAM) == 0;
  }

  /** The time of the oldest sample in the open chunk, or that of the newest sample. */
  long openMint(int slot) {
    return count(slot) > 0
        ? times.time(getInt(slot, SEGMENT), getByte(slot, START))
        : lastTime(slot);
  }

  /** The time where samples from a time on start, or a little before it. */
  long oldest(int slot, long from) {
    long oldest = openMint(slot);
    for (int position = sealed(slot); chunks.isLive(position); ) {
      MemorySegment file = chunks.file(position);
      long at = HeadChunks.at(position);
      if (file.get(HeadChunks.LONG, at + HeadChunks.MAXT) < from) {
        break;
      }
      oldest = file.get(HeadChunks.LONG, at + HeadChunks.MINT);
      position = file.get(HeadChunks.INT, at + HeadChunks.PREVIOUS);
    }
    return Math.max(oldest, from);
  }

  @Nullable Histogram lastHistogram(int slot) {
    int count = count(slot);
    return count == 0 || (flags(slot) & HISTOGRAM) == 0 ? null : open(slot)[count - 1];
  }

  boolean isHistogram(int slot) {
    return (flags(slot) & HISTOGRAM) != 0;
  }

  boolean isLive(int slot, int generation) {
    return slot > 0 && slot < slots && generation(slot) == generation && (flags(slot) & LIVE) != 0;
  }

  boolean isLogged(int slot) {
    return (flags(slot) & LOGGED) != 0;
  }

  void logged(int slot) {
    putByte(slot, FLAGS, flags(slot) | LOGGED);
  }

  void unlogged(int slot) {
    putByte(slot, FLAGS, flags(slot) & ~LOGGED);
  }

  /** The reference that callers know the series by. */
  long ref(int slot) {
    return Refs.of(number, slot, generation(slot));
  }

  long lastTime(int slot) {
    return getLong(slot, LAST_TIME);
  }

  long lastBits(int slot) {
    return getLong(slot, LAST_BITS);
  }

  int total(int slot) {
    return getInt(slot, TOTAL);
  }

  int sealed(int slot) {
    return getInt(slot, SEALED);
  }

  int count(int slot) {
    return getByte(slot, COUNT);
  }

  /** The time segment of the open chunk, 0 without one. */
  int segment(int slot) {
    return getInt(slot, SEGMENT);
  }

  /** Where the times of the open chunk start in its segment. */
  int start(int slot) {
    return getByte(slot, START);
  }

  int labels(int slot) {
    return getInt(slot, LABELS);
  }

  int generation(int slot) {
    return getInt(slot, GENERATION);
  }

  long hashLow(int slot) {
    return getLong(slot, HASH_LOW);
  }

  long hashHigh(int slot) {
    return getLong(slot, HASH_HIGH);
  }

  /** One above the highest slot. */
  int slots() {
    return slots;
  }

  int series() {
    return series;
  }

  int openChunks() {
    return openChunks;
  }

  long chunksCreated() {
    return chunksCreated;
  }

  /** Memory taken from the system. */
  long bytes() {
    return slab.reservedBytes()
        + records.bytes()
        + table.bytes()
        + labels.symbols().table().bytes();
  }

  @Override
  public void close() {
    chunks.close();
    labels.close();
    table.close();
    records.close();
    slab.close();
  }

  private int flags(int slot) {
    return getByte(slot, FLAGS);
  }

  private int getInt(int slot, int field) {
    return records.page(slot).get(INT, Records.offset(slot) + field);
  }

  private long getLong(int slot, int field) {
    return records.page(slot).get(LONG, Records.offset(slot) + field);
  }

  private int getByte(int slot, int field) {
    return records.page(slot).get(BYTE, Records.offset(slot) + field);
  }

  private void putInt(int slot, int field, int value) {
    records.page(slot).set(INT, Records.offset(slot) + field, value);
  }

  private void putLong(int slot, int field, long value) {
    records.page(slot).set(LONG, Records.offset(slot) + field, value);
  }

  private void putByte(int slot, int field, int value) {
    records.page(slot).set(BYTE, Records.offset(slot) + field, (byte) value);
  }

  /** What a reader takes of an open chunk under the lock. Confined to one thread. */
  static final class OpenCopy {
    final long[] times = new long[TimeSegments.MAX];
    final double[] values = new double[TimeSegments.MAX];
    final Histogram[] histograms = new Histogram[TimeSegments.MAX];
    int count;
    int sealed;

    /** So many of the newest sealed samples came after the reader's moment. */
    int hidden;

    boolean isHistogram;
  }
}
