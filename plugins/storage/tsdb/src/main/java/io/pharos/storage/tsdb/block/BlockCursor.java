package io.pharos.storage.tsdb.block;

import io.pharos.model.sample.Histogram;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.storage.tsdb.chunk.HistogramColumn;
import io.pharos.storage.tsdb.chunk.IntColumn;
import io.pharos.storage.tsdb.chunk.Source;
import io.pharos.storage.tsdb.chunk.ValueColumn;
import io.pharos.storage.tsdb.query.Selection;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the samples of one series of a block, a chunk at a time, from the mapped file into the
 * caller's columns. Confined to one thread.
 */
final class BlockCursor implements Selection.PartCursor {
  private static final int MAX = BlockFormat.MAX_SAMPLES;

  /** Decoded columns of times, which series of one target share. */
  private static final int CACHED = 8;

  private final Source entry = new Source();
  private final Source data = new Source();
  private final ValueColumn valueColumn = new ValueColumn();
  private final IntColumn timeColumn = new IntColumn();
  private final HistogramColumn histogramColumn = new HistogramColumn();
  private final long[] cachedAt = new long[CACHED];
  private final long[][] cachedTimes = new long[CACHED][];
  private final double[] values = new double[MAX];
  private final Histogram[] histograms = new Histogram[MAX];

  private @Nullable Block block;
  private long mint;
  private long maxt;
  private boolean newestOnly;
  private int chunksLeft;
  private long chunkTime;
  private long chunkAt;

  /** What is known of the chunk that comes next. */
  private long timeAt;

  private long chunkEnd;
  private int length;
  private int count;
  private boolean isHistogram;

  /** Samples that are decoded and not given yet. */
  private long[] times = new long[0];

  private int from;
  private int to;

  void open(Block of, int series, long mint, long maxt, boolean newestOnly) {
    if (block == null || !of.equals(block)) {
      Arrays.fill(cachedAt, 0);
      block = of;
    }
    this.mint = mint;
    this.maxt = maxt;
    this.newestOnly = newestOnly;
    from = 0;
    to = 0;
    chunkTime = 0;
    chunkAt = 0;
    of.entry(series, entry);
    entry.position(entry.position() + 16);
    int labels = entry.count();
    for (int i = 0; i < labels; i++) {
      entry.varint();
      entry.varint();
    }
    chunksLeft = entry.count();
  }

  @Override
  public int read(SampleBatch batch) {
    Block block = this.block;
    if (block == null) {
      return 0;
    }
    while (from == to) {
      if (!next()) {
        return 0;
      }
      times = times(block);
      clip();
      if (from == to) {
        continue;
      }
      if (!isHistogram && batch.capacity() - batch.size() >= to - from) {
        return readFloats(block, batch);
      }
      data.wrap(block.chunks(), chunkAt, chunkAt + length);
      if (isHistogram) {
        histogramColumn.decode(data, count, histograms, 0);
      } else {
        valueColumn.decode(data, count, values, 0);
      }
    }
    return give(batch);
  }

  /** Straight into the batch. */
  private int readFloats(Block block, SampleBatch batch) {
    int size = batch.size();
    int given = to - from;
    System.arraycopy(times, from, batch.timestamps(), size, given);
    data.wrap(block.chunks(), chunkAt, chunkAt + length);
    valueColumn.decode(data, count, from, to, batch.values(), size);
    batch.size(size + given);
    to = 0;
    from = 0;
    return given;
  }

  private int give(SampleBatch batch) {
    int given = Math.min(to - from, batch.capacity() - batch.size());
    if (isHistogram) {
      for (int i = 0; i < given; i++) {
        batch.add(times[from + i], histograms[from + i]);
      }
    } else {
      int size = batch.size();
      System.arraycopy(times, from, batch.timestamps(), size, given);
      System.arraycopy(values, from, batch.values(), size, given);
      batch.size(size + given);
    }
    from += given;
    return given;
  }

  /** Steps to the next chunk that meets the range; false behind the last. */
  private boolean next() {
    boolean found = false;
    while (chunksLeft > 0) {
      long before = entry.position();
      long time = chunkTime + entry.zigzag();
      if (time > maxt) {
        chunksLeft = 0;
        break;
      }
      if (found && !newestOnly) {
        entry.position(before);
        break;
      }
      chunksLeft--;
      chunkTime = time;
      long end = time + entry.varint();
      long countAndKind = entry.varint();
      long timesAt = entry.varint();
      chunkAt += entry.zigzag();
      int bytes = (int) entry.varint();
      if (end >= mint) {
        found = true;
        timeAt = timesAt;
        chunkEnd = end;
        length = bytes;
        count = (int) (countAndKind >>> 1);
        isHistogram = (countAndKind & 1) == BlockFormat.HISTOGRAMS;
        if (count < 1 || count > MAX) {
          throw Source.corrupt();
        }
        if (!newestOnly) {
          break;
        }
      }
    }
    return found;
  }

  private long[] times(Block block) {
    int slot = (int) ((timeAt * 0x9E3779B97F4A7C15L) >>> 61);
    long[] column = cachedTimes[slot];
    if (column == null) {
      column = new long[MAX + IntColumn.SLACK];
      cachedTimes[slot] = column;
    }
    if (cachedAt[slot] != timeAt) {
      cachedAt[slot] = 0;
      timeColumn.decode(
          data.wrap(block.chunks(), timeAt, block.chunks().byteSize()), count, column, 0);
      cachedAt[slot] = timeAt;
    }
    return column;
  }

  private void clip() {
    from = 0;
    to = count;
    if (chunkTime < mint) {
      from = Arrays.binarySearch(times, 0, count, mint);
      from = from < 0 ? -from - 1 : from;
    }
    if (chunkEnd > maxt) {
      to = Arrays.binarySearch(times, 0, count, maxt);
      to = to < 0 ? -to - 1 : to + 1;
    }
    if (newestOnly && to - from > 1) {
      from = to - 1;
    }
  }
}
