package io.pharos.storage.tsdb.exchange;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.storage.tsdb.block.BlockMeta;
import io.pharos.storage.tsdb.block.BlockWriter;
import io.pharos.storage.tsdb.chunk.HistogramColumn;
import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.chunk.Source;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.storage.tsdb.prometheus.TimeOrder;
import io.pharos.storage.tsdb.query.Intervals;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes samples in any order and writes them as blocks: they are kept in temporary files by range
 * of time, and a range's file is divided by series until a part fits in memory. In memory are the
 * labels of all series, and a part. Confined to one thread.
 */
final class Spool implements AutoCloseable {
  private static final int BUFFERED_BYTES = 32 << 20;
  private static final long PART_BYTES = 48 << 20;
  private static final int PIECE_BYTES = 1 << 18;
  private static final int FLOAT = 0;
  private static final int HISTOGRAM = 1;

  private final Path folder;
  private final long range;
  private final Map<Labels, Integer> numbers = new HashMap<>();
  private final List<Labels> labels = new ArrayList<>();
  private final TreeMap<Long, Sink> windows = new TreeMap<>();
  private final HistogramColumn column = new HistogramColumn();
  private final Histogram[] one = new Histogram[1];
  private final Map<Integer, Intervals> deleted = new HashMap<>();
  private long buffered;
  private int[] ranks = {};
  private Labels[] sorted = {};

  /**
   * A spool of blocks of so many milliseconds.
   *
   * @param folder is made, and deleted at the end
   */
  Spool(Path folder, long range) {
    this.folder = folder;
    this.range = range;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw Failures.of("cannot make a temporary folder [folder=" + folder + "]", e);
    }
  }

  /** The number of a series. */
  int series(Labels of) {
    Integer known = numbers.get(of);
    if (known == null) {
      known = labels.size();
      numbers.put(of, known);
      labels.add(of);
    }
    return known;
  }

  void add(int series, long timestamp, double value) {
    Sink sink = start(series, timestamp);
    int from = sink.size();
    sink.u8(FLOAT);
    sink.f64(value);
    added(sink.size() - from);
  }

  void add(int series, long timestamp, Histogram histogram) {
    Sink sink = start(series, timestamp);
    int from = sink.size();
    sink.u8(HISTOGRAM);
    one[0] = histogram;
    column.encode(one, 1, sink);
    added(sink.size() - from);
  }

  /** Leaves out samples of a series, those that come later too. */
  void delete(int series, long mint, long maxt) {
    deleted.merge(series, Intervals.none().add(mint, maxt), Intervals::addAll);
  }

  private Sink start(int series, long timestamp) {
    long window = Math.floorDiv(timestamp, range);
    Sink sink = windows.get(window);
    if (sink == null) {
      sink = new Sink(256);
      windows.put(window, sink);
    }
    sink.varint(series);
    sink.varint(timestamp - window * range);
    return sink;
  }

  private void added(int bytes) {
    buffered += bytes + 6;
    if (buffered > BUFFERED_BYTES) {
      flush();
    }
  }

  private void flush() {
    windows.forEach(
        (window, sink) -> {
          append(file(window), sink.array(), sink.size());
          sink.clear();
        });
    // small buffers again, for large ones add up
    windows.replaceAll((window, sink) -> new Sink(256));
    buffered = 0;
  }

  private Path file(long window) {
    return folder.resolve("window-" + window);
  }

  private static void append(Path file, byte[] bytes, int length) {
    if (length == 0) {
      return;
    }
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw Failures.of("cannot write a temporary file [file=" + file + "]", e);
    }
  }

  /** Hears of each block. */
  interface Sources {
    /** What a block is to have as its sources. */
    List<String> of(long window);
  }

  /** Writes all blocks, each with the range that its samples have; answers them in order. */
  List<BlockMeta> write(NewBlocks target, Sources sources) {
    flush();
    sorted = labels.toArray(Labels[]::new);
    Arrays.sort(sorted);
    ranks = new int[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      ranks[numbers.getOrDefault(sorted[i], 0)] = i;
    }
    List<BlockMeta> made = new ArrayList<>();
    for (long window : windows.keySet()) {
      try (NewBlocks.Writing writing = target.start()) {
        long[] bounds = {Long.MAX_VALUE, Long.MIN_VALUE};
        part(file(window), window * range, 0, sorted.length, writing.writer(), bounds);
        if (writing.writer().series() == 0) {
          continue;
        }
        made.add(writing.finish(bounds[0], bounds[1] + 1, 1, sources.of(window)));
      } catch (IOException e) {
        throw Failures.of("cannot write a block", e);
      }
    }
    return made;
  }

  /** Writes the series of ranks from one to another, whose samples are in a file. */
  private void part(Path file, long start, int from, int to, BlockWriter writer, long[] bounds)
      throws IOException {
    long size = Files.size(file);
    if (size > PART_BYTES && to - from > 1) {
      divide(file, start, from, to, writer, bounds);
      return;
    }
    if (size > Integer.MAX_VALUE - 16) {
      throw new StorageException(
          StorageException.Code.LIMIT,
          "a series has too many samples [labels=" + sorted[from] + "]");
    }
    byte[] bytes = Files.readAllBytes(file);
    Map<Integer, SampleBatch> bySeries = new TreeMap<>(Comparator.naturalOrder());
    read(
        new Source().wrap(bytes, 0, bytes.length),
        start,
        (rank, at, end, timestamp, value, histogram) -> {
          SampleBatch batch = bySeries.computeIfAbsent(rank, r -> new SampleBatch(16));
          if (histogram == null) {
            batch.add(timestamp, value);
          } else {
            batch.add(timestamp, histogram);
          }
        });
    for (Map.Entry<Integer, SampleBatch> entry : bySeries.entrySet()) {
      SampleBatch batch = entry.getValue();
      Labels series = sorted[entry.getKey()];
      order(batch);
      deleted.getOrDefault(numbers.getOrDefault(series, -1), Intervals.none()).filter(batch, 0);
      if (batch.size() == 0) {
        continue;
      }
      bounds[0] = Math.min(bounds[0], batch.timestamps()[0]);
      bounds[1] = Math.max(bounds[1], batch.timestamps()[batch.size() - 1]);
      writer.startSeries(series);
      writer.add(batch);
      writer.endSeries();
    }
    Files.delete(file);
  }

  private static void order(SampleBatch batch) {
    long[] times = batch.timestamps();
    for (int i = 1; i < batch.size(); i++) {
      if (times[i] <= times[i - 1]) {
        TimeOrder.sort(batch);
        return;
      }
    }
  }

  private void divide(Path file, long start, int from, int to, BlockWriter writer, long[] bounds)
      throws IOException {
    int parts = (int) Math.min(to - from, Math.min(64, Files.size(file) / PART_BYTES * 2 + 2));
    int each = (to - from + parts - 1) / parts;
    Sink[] sinks = new Sink[parts];
    for (int i = 0; i < parts; i++) {
      sinks[i] = new Sink(1 << 12);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment all = map(file, arena);
      read(
          new Source().wrap(all, 0, all.byteSize()),
          start,
          (rank, at, end, timestamp, value, histogram) -> {
            int number = (rank - from) / each;
            Sink sink = sinks[number];
            byte[] bytes = all.asSlice(at, end - at).toArray(ValueLayout.JAVA_BYTE);
            sink.bytes(bytes, 0, bytes.length);
            if (sink.size() > PIECE_BYTES) {
              append(part(file, number), sink.array(), sink.size());
              sink.clear();
            }
          });
    }
    for (int i = 0; i < parts; i++) {
      append(part(file, i), sinks[i].array(), sinks[i].size());
    }
    Files.delete(file);
    for (int i = 0; i < parts; i++) {
      Path part = part(file, i);
      if (Files.exists(part)) {
        int first = from + i * each;
        part(part, start, first, Math.min(to, first + each), writer, bounds);
      }
    }
  }

  private static Path part(Path file, int number) {
    return file.resolveSibling(file.getFileName() + "-" + number);
  }

  /** Takes a sample and where it stands. */
  private interface Each {
    void sample(
        int rank,
        long at,
        long end,
        long timestamp,
        double value,
        @org.jspecify.annotations.Nullable Histogram histogram);
  }

  private void read(Source source, long start, Each each) {
    Histogram[] read = new Histogram[1];
    long at = 0;
    while (source.remaining() > 0) {
      int rank = ranks[(int) source.varint()];
      long timestamp = start + source.varint();
      boolean isHistogram = source.u8() == HISTOGRAM;
      double value = 0;
      if (isHistogram) {
        column.decode(source, 1, read, 0);
      } else {
        value = source.f64();
      }
      long end = source.position();
      each.sample(rank, at, end, timestamp, value, isHistogram ? read[0] : null);
      at = end;
    }
  }

  private static MemorySegment map(Path file, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  @Override
  public void close() {
    try {
      if (Files.exists(folder)) {
        try (var files = Files.walk(folder)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    } catch (IOException e) {
      throw Failures.of("cannot remove a temporary folder [folder=" + folder + "]", e);
    }
  }
}
