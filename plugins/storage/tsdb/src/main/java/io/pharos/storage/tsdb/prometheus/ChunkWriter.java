package io.pharos.storage.tsdb.prometheus;

import io.pharos.model.sample.Histogram;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.storage.tsdb.file.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the chunks of a block, in files of at most 512 MiB. Confined to one thread. */
final class ChunkWriter implements AutoCloseable {
  /** What a chunk of the original holds when it is full. */
  static final int SAMPLES = 120;

  private static final long FILE_BYTES = 512L << 20;

  private final Disk disk;
  private final Path folder;
  private final BitSink bits = new BitSink();
  private final FloatChunk floats = new FloatChunk();
  private final HistogramChunk histograms = new HistogramChunk();
  private @Nullable Output out;
  private int number = -1;

  /** Hears of each chunk. */
  interface Sink {
    void chunk(long mint, long maxt, long ref);
  }

  ChunkWriter(Disk disk, Path folder) throws IOException {
    this.disk = disk;
    this.folder = folder;
    Files.createDirectories(folder);
  }

  /** Writes all samples of a batch, of one kind or mixed. */
  void write(SampleBatch batch, Sink sink) throws IOException {
    int from = 0;
    while (from < batch.size()) {
      int to = end(batch, from);
      Histogram[] column = batch.histograms();
      int encoding;
      if (column == null || column[from] == null) {
        floats.encode(batch, from, to, bits);
        encoding = FloatChunk.ENCODING;
      } else {
        List<Histogram> run = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
          run.add(column[i]);
        }
        encoding = histograms.encode(run, batch.timestamps(), from, bits);
      }
      long ref = write(encoding);
      sink.chunk(batch.timestamps()[from], batch.timestamps()[to - 1], ref);
      from = to;
    }
  }

  /** Where the chunk that starts at a sample ends. */
  private static int end(SampleBatch batch, int from) {
    Histogram[] column = batch.histograms();
    int most = Math.min(batch.size(), from + SAMPLES);
    for (int i = from + 1; column != null && i < most; i++) {
      Histogram before = column[i - 1];
      Histogram next = column[i];
      boolean isSame = before == null || next == null;
      if (isSame ? before != next : !HistogramChunk.follows(before, next)) {
        return i;
      }
    }
    return most;
  }

  private long write(int encoding) throws IOException {
    Output file = out;
    if (file == null || file.position() > FILE_BYTES - bits.size() - 16) {
      file = next(file);
    }
    long ref = ((long) number << 32) | file.position();
    file.unsignedVarint(bits.size());
    file.startChecksum();
    file.u8(encoding);
    file.bytes(bits.array(), 0, bits.size());
    file.checksum();
    return ref;
  }

  private Output next(@Nullable Output before) throws IOException {
    if (before != null) {
      before.force();
      before.close();
    }
    number++;
    Output file = new Output(disk, folder.resolve(ChunkFiles.name(number)));
    out = file;
    file.i32(ChunkFiles.MAGIC);
    file.u8(ChunkFiles.VERSION);
    file.bytes(new byte[3], 0, 3);
    return file;
  }

  void finish() throws IOException {
    Output file = out;
    if (file != null) {
      file.force();
    }
    disk.syncFolder(folder);
  }

  @Override
  public void close() throws IOException {
    Output file = out;
    if (file != null) {
      file.close();
    }
  }
}
