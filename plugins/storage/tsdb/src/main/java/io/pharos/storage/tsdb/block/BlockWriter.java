package io.pharos.storage.tsdb.block;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.storage.tsdb.chunk.HistogramColumn;
import io.pharos.storage.tsdb.chunk.IntColumn;
import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.chunk.Source;
import io.pharos.storage.tsdb.chunk.ValueColumn;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.storage.tsdb.index.IndexBuilder;
import io.pharos.toolkit.hash.Hash128;
import io.pharos.toolkit.hash.LabelHasher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes a block below a temporary name: series in the order of their labels, each with its samples
 * in the order of time. {@link #finish} makes it whole. Confined to one thread.
 */
public final class BlockWriter implements AutoCloseable {
  private static final double INDEX_RAM_MEGABYTES = 16;

  private final Disk disk;
  private final Path folder;
  private final FileSink chunks;
  private final FileSink series;
  private final IndexBuilder index;
  private final LabelHasher hasher = new LabelHasher();
  private final long[] hash = new long[2];
  private final ValueColumn valueColumn = new ValueColumn();
  private final IntColumn timeColumn = new IntColumn();
  private final HistogramColumn histogramColumn = new HistogramColumn();
  private final Map<String, Integer> symbols = new LinkedHashMap<>();
  private final Map<TimeKey, Long> timeColumns = new HashMap<>();
  private final Sink entry = new Sink(256);
  private final Sink scratch = new Sink(4096);
  private final long[] times = new long[BlockFormat.MAX_SAMPLES];
  private final double[] values = new double[BlockFormat.MAX_SAMPLES];
  private final Histogram[] histograms = new Histogram[BlockFormat.MAX_SAMPLES];
  private final BucketModels models = new BucketModels();
  private final Source source = new Source();
  private long[] modelNumbers = new long[0];
  private byte[] modelBytes = new byte[1024];
  private BucketModels.@Nullable Model model;

  /** Whether the columns of this series are the model of others. */
  private boolean isModel;

  private int[] offsets = new int[1024];
  private int count;
  private boolean isHistogram;
  private @Nullable Labels current;
  private int chunksOfSeries;
  private long entryTime;
  private long entryChunk;
  private int seriesCount;
  private long chunkCount;
  private long sampleCount;

  private record TimeKey(long low, long high) {}

  public BlockWriter(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      chunks = new FileSink(disk, folder.resolve(BlockFormat.CHUNKS));
      series = new FileSink(disk, folder.resolve(BlockFormat.SERIES));
    } catch (IOException e) {
      throw Failures.of("cannot make a block [folder=" + folder + "]", e);
    }
    index = new IndexBuilder(folder.resolve(BlockFormat.INDEX), INDEX_RAM_MEGABYTES);
    chunks.sink().i64(BlockFormat.CHUNKS_MAGIC);
    series.sink().i64(BlockFormat.SERIES_MAGIC);
  }

  /** Starts a series; its labels come behind those of all before. */
  public void startSeries(Labels labels) {
    current = labels;
    chunksOfSeries = 0;
    entryTime = 0;
    entryChunk = 0;
    scratch.clear();
    entry.clear();
    hasher.hash(labels, hash);
    model = models.of(hasher.form(), hasher.length());
    isModel = model != null && model.isEmpty();
  }

  /** Adds samples of the started series. */
  public void add(SampleBatch batch) throws IOException {
    Histogram[] columns = batch.histograms();
    for (int i = 0; i < batch.size(); i++) {
      Histogram histogram = columns == null ? null : columns[i];
      boolean kind = histogram != null;
      if (count == BlockFormat.MAX_SAMPLES || (count > 0 && kind != isHistogram)) {
        writeChunk();
      }
      isHistogram = kind;
      times[count] = batch.timestamps()[i];
      values[count] = batch.values()[i];
      if (histogram != null) {
        histograms[count] = histogram;
      }
      count++;
    }
  }

  private void writeChunk() throws IOException {
    long timeAt = writeTimes();
    long at = chunks.position();
    Sink sink = chunks.sink();
    int from = sink.size();
    if (isHistogram) {
      histogramColumn.encode(histograms, count, sink);
    } else {
      writeValues(at, timeAt);
    }
    int length = sink.size() - from;
    CRC32C crc = new CRC32C();
    crc.update(sink.array(), from, length);
    sink.i32((int) crc.getValue());
    chunks.written();
    entry.zigzag(times[0] - entryTime);
    entry.varint(times[count - 1] - times[0]);
    entry.varint((count << 1) | (isHistogram ? BlockFormat.HISTOGRAMS : BlockFormat.FLOATS));
    entry.varint(timeAt);
    entry.zigzag(at - entryChunk);
    entry.varint(length);
    entryTime = times[0];
    entryChunk = at;
    chunksOfSeries++;
    chunkCount++;
    sampleCount += count;
    count = 0;
  }

  private void writeValues(long at, long timeAt) throws IOException {
    Sink sink = chunks.sink();
    BucketModels.Model model = this.model;
    int column = chunksOfSeries;
    if (model == null || (!isModel && !model.fits(column, timeAt, count))) {
      valueColumn.encode(values, count, sink);
    } else if (isModel) {
      int from = sink.size();
      boolean isFit = valueColumn.encode(values, count, sink);
      model.add(at, isFit ? sink.size() - from : 0, timeAt, count);
    } else {
      int length = model.length(column);
      if (modelBytes.length < length) {
        modelBytes = new byte[2 * length];
      }
      if (modelNumbers.length < count + IntColumn.SLACK) {
        modelNumbers = new long[BlockFormat.MAX_SAMPLES + IntColumn.SLACK];
      }
      chunks.read(model.at(column), modelBytes, length);
      valueColumn.numbers(source.wrap(modelBytes, 0, length), count, modelNumbers);
      valueColumn.encode(values, count, sink, modelNumbers, at - model.at(column));
    }
  }

  /** Writes the times unless the same column is there; answers where it stands. */
  private long writeTimes() throws IOException {
    scratch.clear();
    timeColumn.encode(times, count, scratch);
    Hash128.of(scratch.array(), 0, scratch.size(), hash);
    TimeKey key = new TimeKey(hash[0], hash[1] ^ count);
    Long known = timeColumns.get(key);
    if (known != null) {
      return known;
    }
    long at = chunks.position();
    chunks.sink().bytes(scratch.array(), 0, scratch.size());
    chunks.written();
    timeColumns.put(key, at);
    return at;
  }

  /** Ends the started series; without samples it is left out. */
  public void endSeries() throws IOException {
    Labels labels = current;
    if (labels == null) {
      return;
    }
    current = null;
    if (count > 0) {
      writeChunk();
    }
    if (chunksOfSeries == 0) {
      return;
    }
    hasher.hash(labels, hash); // the columns of times have used the hash since
    index.add(hasher.form(), hasher.length(), -1);
    if (seriesCount == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * seriesCount);
    }
    offsets[seriesCount++] = (int) series.position();
    Sink sink = series.sink();
    sink.i64(hash[0]);
    sink.i64(hash[1]);
    sink.varint(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      sink.varint(symbol(labels.name(i)));
      sink.varint(symbol(labels.value(i)));
    }
    sink.varint(chunksOfSeries);
    sink.bytes(entry.array(), 0, entry.size());
    series.written();
  }

  private int symbol(String text) {
    Integer known = symbols.get(text);
    if (known != null) {
      return known;
    }
    int next = symbols.size() + 1;
    symbols.put(text, next);
    return next;
  }

  /** So many series have been written. */
  public int series() {
    return seriesCount;
  }

  /** Writes the rest and makes all survive a power cut; answers what is in the block. */
  public BlockMeta finish(
      String ulid, long mint, long maxt, int level, List<String> sources, List<String> parents) {
    try {
      finishSeries();
      Sink end = chunks.sink();
      long size = chunks.position();
      int checksum = chunks.checksum();
      end.i64(size);
      end.i32(checksum);
      chunks.force();
      chunks.close();
      index.finish();
      index.close();
      BlockMeta meta =
          new BlockMeta(
              ulid,
              mint,
              maxt,
              sampleCount,
              seriesCount,
              chunkCount,
              level,
              sources.isEmpty() ? List.of(ulid) : sources,
              parents);
      try (Disk.Out out = disk.create(folder.resolve(BlockFormat.META))) {
        out.write(ByteBuffer.wrap(meta.toJson().getBytes(UTF_8)));
        out.force();
      }
      disk.syncFolder(folder);
      return meta;
    } catch (IOException e) {
      throw Failures.of("cannot write a block [folder=" + folder + "]", e);
    }
  }

  private void finishSeries() throws IOException {
    Sink sink = series.sink();
    long offsetsAt = series.position();
    for (int i = 0; i < seriesCount; i++) {
      sink.i32(offsets[i]);
      series.written();
    }
    long symbolsAt = series.position();
    long[] symbolOffsets = new long[symbols.size() + 1];
    int i = 0;
    for (String symbol : symbols.keySet()) {
      byte[] bytes = symbol.getBytes(UTF_8);
      symbolOffsets[i++] = series.position();
      sink.bytes(bytes, 0, bytes.length);
      series.written();
    }
    symbolOffsets[i] = series.position();
    long symbolOffsetsAt = series.position();
    for (long offset : symbolOffsets) {
      sink.i32((int) (offset - symbolsAt));
      series.written();
    }
    sink.i64(offsetsAt);
    sink.i64(symbolsAt);
    sink.i64(symbolOffsetsAt);
    sink.i32(seriesCount);
    sink.i32(symbols.size());
    sink.i32(series.checksum());
    series.sink().i32(0);
    series.force();
    series.close();
  }

  /** Drops what was not finished; the folder is the caller's to delete. */
  @Override
  public void close() {
    try {
      chunks.close();
      series.close();
      if (current != null || seriesCount >= 0) {
        index.close();
      }
    } catch (IOException e) {
      throw Failures.of("cannot close a block that is being written [folder=" + folder + "]", e);
    }
  }
}
