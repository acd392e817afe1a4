package io.pharos.storage.tsdb.head;

import io.pharos.model.sample.Histogram;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.storage.tsdb.chunk.HistogramColumn;
import io.pharos.storage.tsdb.chunk.IntColumn;
import io.pharos.storage.tsdb.chunk.Source;
import io.pharos.storage.tsdb.chunk.ValueColumn;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Reads the samples of one series of the head: the chain of sealed chunks from its oldest wanted
 * on, then what the open chunk held at the reader's moment. Confined to one thread.
 */
public final class HeadCursor {
  private static final int MAX = TimeSegments.MAX;

  /** Decoded columns of times, which neighbours in a target share. */
  private static final int CACHED = 16;

  private final HeadShard.OpenCopy open = new HeadShard.OpenCopy();
  private final ValueColumn valueColumn = new ValueColumn();
  private final IntColumn timeColumn = new IntColumn();
  private final HistogramColumn histogramColumn = new HistogramColumn();
  private final Source source = new Source();
  private final int[] cachedRecords = new int[CACHED];
  private final long[][] cachedTimes = new long[CACHED][MAX + IntColumn.SLACK];
  private final double[] values = new double[MAX];
  private final Histogram[] histograms = new Histogram[MAX];
  private int[] chain = new int[32];

  private HeadShard shard;
  private long mint;
  private long maxt;
  private int chunk;
  private int hidden;
  private boolean isOpenDone;

  /** Samples decoded and not given yet. */
  private long[] times = open.times;

  private int timesAt;
  private int from;
  private int to;
  private boolean isHistogram;
  private boolean isFromOpen;

  @SuppressWarnings("NullAway.Init") // the shard comes with the first open
  public HeadCursor() {}

  /**
   * Starts to read the first {@code total} samples ever of a series.
   *
   * @param newestOnly whether the newest sample in the range is enough
   */
  void open(HeadShard shard, long ref, int total, long mint, long maxt, boolean newestOnly) {
    if (shard != this.shard) {
      Arrays.fill(cachedRecords, 0);
      this.shard = shard;
    }
    this.mint = mint;
    this.maxt = maxt;
    from = 0;
    to = 0;
    chunk = 0;
    isOpenDone = false;
    shard.lock.lock();
    try {
      int slot = Refs.slot(ref);
      if (newestOnly && shard.isNewest(slot, total) && shard.lastTime(slot) <= maxt) {
        newest(slot);
        return;
      }
      shard.read(slot, total, open);
    } finally {
      shard.lock.unlock();
    }
    hidden = open.hidden;
    if (newestOnly && openHasNewest()) {
      return;
    }
    collect();
    if (newestOnly && chunk > 1) {
      // the newest chunk that starts early enough has the sample, unless it was hidden
      int keep = 0;
      while (keep < chunk - 1 && hidden == 0 && mint(chain[keep]) > maxt) {
        keep++;
      }
      if (hidden == 0) {
        chunk = keep + 1;
      }
    }
  }

  /** Takes the newest sample from the series itself. */
  private void newest(int slot) {
    open.count = 1;
    open.isHistogram = false;
    open.times[0] = shard.lastTime(slot);
    open.values[0] = Double.longBitsToDouble(shard.lastBits(slot));
  }

  /**
   * Whether the open chunk alone answers who wants the newest sample; then only that is left of it.
   */
  private boolean openHasNewest() {
    for (int i = open.count - 1; i >= 0; i--) {
      if (open.times[i] <= maxt) {
        if (open.times[i] >= mint) {
          mint = open.times[i];
        }
        return true;
      }
    }
    return false;
  }

  /** Walks the chain back, newest first, to where the range begins. */
  private void collect() {
    int position = open.sealed;
    while (shard.chunks.isLive(position)) {
      MemorySegment file = shard.chunks.file(position);
      long at = HeadChunks.at(position);
      if (file.get(HeadChunks.LONG, at + HeadChunks.MAXT) < mint) {
        break;
      }
      if (chunk == chain.length) {
        chain = Arrays.copyOf(chain, 2 * chunk);
      }
      chain[chunk++] = position;
      position = file.get(HeadChunks.INT, at + HeadChunks.PREVIOUS);
    }
    // chunks that came after the reader's moment
    int skip = 0;
    while (skip < chunk && hidden >= count(chain[skip])) {
      hidden -= count(chain[skip++]);
    }
    if (skip > 0) {
      System.arraycopy(chain, skip, chain, 0, chunk - skip);
      chunk -= skip;
    }
  }

  /** Appends samples of one kind; 0 at the end. */
  public int read(SampleBatch batch) {
    while (from == to) {
      if (!next()) {
        return 0;
      }
    }
    int count = Math.min(to - from, batch.capacity() - batch.size());
    int size = batch.size();
    if (isHistogram) {
      Histogram[] source = isFromOpen ? open.histograms : histograms;
      for (int i = 0; i < count; i++) {
        batch.add(times[timesAt + from + i], source[from + i]);
      }
    } else {
      System.arraycopy(times, timesAt + from, batch.timestamps(), size, count);
      System.arraycopy(isFromOpen ? open.values : values, from, batch.values(), size, count);
      batch.size(size + count);
    }
    from += count;
    return count;
  }

  /** Decodes the next chunk; false behind the open one. */
  private boolean next() {
    while (chunk > 0) {
      int position = chain[--chunk];
      if (mint(position) > maxt) {
        continue;
      }
      decode(position, chunk == 0 ? hidden : 0);
      return true;
    }
    if (isOpenDone) {
      return false;
    }
    isOpenDone = true;
    isFromOpen = true;
    isHistogram = open.isHistogram;
    times = open.times;
    timesAt = 0;
    clip(open.count);
    return true;
  }

  private void decode(int position, int hide) {
    MemorySegment file = shard.chunks.file(position);
    long at = HeadChunks.at(position);
    int start = file.get(ValueLayout.JAVA_BYTE, at + HeadChunks.START);
    int count = file.get(ValueLayout.JAVA_BYTE, at + HeadChunks.COUNT);
    int kind = file.get(ValueLayout.JAVA_BYTE, at + HeadChunks.KIND);
    times = times(file.get(HeadChunks.INT, at + HeadChunks.TIME_RECORD));
    timesAt = start;
    isFromOpen = false;
    isHistogram = kind == HeadChunks.HISTOGRAMS;
    long payload = at + HeadChunks.PAYLOAD;
    source.wrap(file, payload, payload + file.get(HeadChunks.INT, at + HeadChunks.PAYLOAD_LENGTH));
    if (isHistogram) {
      histogramColumn.decode(source, count, histograms, 0);
    } else {
      valueColumn.decode(source, count, values, 0);
    }
    clip(count - hide);
  }

  private void clip(int count) {
    from = 0;
    to = count;
    while (from < to && times[timesAt + from] < mint) {
      from++;
    }
    while (to > from && times[timesAt + to - 1] > maxt) {
      to--;
    }
  }

  private long[] times(int record) {
    int slot = (record ^ (record >>> 7)) & (CACHED - 1);
    long[] column = cachedTimes[slot];
    if (cachedRecords[slot] != record) {
      MemorySegment file = shard.chunks.file(record);
      long at = HeadChunks.at(record);
      int count = file.get(ValueLayout.JAVA_BYTE, at + HeadChunks.COUNT);
      int length = file.get(HeadChunks.INT, at + HeadChunks.LENGTH);
      cachedRecords[slot] = 0;
      if (count < 1 || count > MAX) {
        throw Source.corrupt();
      }
      timeColumn.decode(source.wrap(file, at + HeadChunks.REF, at + length), count, column, 0);
      cachedRecords[slot] = record;
    }
    return column;
  }

  /** The bits of the newest value in a sealed chunk. */
  long newestBits(HeadShard of, int position) {
    if (shard != of) {
      Arrays.fill(cachedRecords, 0);
      shard = of;
    }
    mint = Long.MIN_VALUE;
    maxt = Long.MAX_VALUE;
    decode(position, 0);
    return Double.doubleToRawLongBits(isHistogram ? histograms[to - 1].sum() : values[to - 1]);
  }

  private long mint(int position) {
    return shard
        .chunks
        .file(position)
        .get(HeadChunks.LONG, HeadChunks.at(position) + HeadChunks.MINT);
  }

  private int count(int position) {
    return shard
        .chunks
        .file(position)
        .get(ValueLayout.JAVA_BYTE, HeadChunks.at(position) + HeadChunks.COUNT);
  }
}
