package io.pharos.storage.tsdb.prometheus;

import io.pharos.model.label.Labels;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.storage.tsdb.block.Ulid;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.file.Failures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a block that Prometheus reads, below a temporary name until it is whole. Confined to one
 * thread.
 */
public final class PrometheusBlockWriter implements AutoCloseable {
  private final Disk disk;
  private final Path folder;
  private final Path making;
  private final String ulid;
  private final ChunkWriter chunks;
  private final IndexWriter index;
  private long samples;
  private long chunkCount;
  private boolean isWhole;

  /** Starts a block in a data directory of Prometheus. */
  public PrometheusBlockWriter(Disk disk, Path folder, String ulid) {
    if (!Ulid.isUlid(ulid)) {
      throw new IllegalArgumentException("no ULID: " + ulid);
    }
    this.disk = disk;
    this.folder = folder;
    this.ulid = ulid;
    making = folder.resolve(ulid + ".tmp-for-creation");
    try {
      Files.createDirectories(making);
      chunks = new ChunkWriter(disk, making.resolve("chunks"));
      index = new IndexWriter(disk, making.resolve("index"));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Adds samples of the series that {@link #endSeries} names. */
  public void add(SampleBatch batch) {
    try {
      chunks.write(batch, this::chunk);
      samples += batch.size();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void chunk(long mint, long maxt, long ref) {
    index.chunk(mint, maxt, ref);
    chunkCount++;
  }

  /** Ends a series, which comes behind all before in the order of labels. */
  public void endSeries(Labels labels) {
    try {
      index.series(labels);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  public int series() {
    return index.series();
  }

  public long samples() {
    return samples;
  }

  /** Writes the rest and gives the block its name. */
  public PrometheusMeta finish(long mint, long maxt, int level, List<String> sources) {
    try {
      chunks.finish();
      index.finish();
      PrometheusMeta meta =
          new PrometheusMeta(
              ulid,
              mint,
              maxt,
              samples,
              index.series(),
              chunkCount,
              level,
              sources.isEmpty() ? List.of(ulid) : sources);
      try (Output out = new Output(disk, making.resolve(DeletedRanges.FILE))) {
        out.i32(DeletedRanges.MAGIC);
        out.u8(DeletedRanges.VERSION);
        out.startChecksum();
        out.checksum();
        out.force();
      }
      try (Disk.Out out = disk.create(making.resolve(PrometheusMeta.FILE))) {
        out.write(ByteBuffer.wrap(meta.toJson()));
        out.force();
      }
      disk.syncFolder(making);
      disk.rename(making, folder.resolve(ulid));
      disk.syncFolder(folder);
      isWhole = true;
      return meta;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private io.pharos.spi.error.StorageException failed(IOException e) {
    return Failures.of("cannot write a block [folder=" + making + "]", e);
  }

  /** Removes what was not finished. */
  @Override
  public void close() {
    try {
      chunks.close();
      index.close();
      if (!isWhole && Files.exists(making)) {
        try (var files = Files.walk(making)) {
          for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
            disk.delete(file);
          }
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
