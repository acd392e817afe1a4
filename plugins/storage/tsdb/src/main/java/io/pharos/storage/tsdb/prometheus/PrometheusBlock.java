package io.pharos.storage.tsdb.prometheus;

import io.pharos.model.label.Labels;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.storage.tsdb.query.Intervals;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads a block of Prometheus, series by series in the order of its index; every section's checksum
 * is checked as it is read, and a {@code StorageException} of code CORRUPT says that one is wrong.
 * Confined to one thread.
 */
public final class PrometheusBlock implements AutoCloseable {
  private final Arena arena = Arena.ofConfined();
  private final PrometheusMeta meta;
  private final IndexFile index;
  private final ChunkFiles chunks;
  private final Map<Long, Intervals> deleted;
  private int next;

  private PrometheusBlock(Path folder, PrometheusMeta meta) {
    this.meta = meta;
    try {
      index = new IndexFile(folder.resolve("index"), arena);
      chunks = new ChunkFiles(folder.resolve("chunks"), arena);
      deleted = DeletedRanges.read(folder);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  public static PrometheusBlock open(Path folder, PrometheusMeta meta) {
    return new PrometheusBlock(folder, meta);
  }

  public PrometheusMeta meta() {
    return meta;
  }

  public int series() {
    return index.series();
  }

  /**
   * Reads the next series into a batch, in the order of time and without what was deleted; null
   * after the last.
   */
  public @org.jspecify.annotations.Nullable Labels next(SampleBatch batch) {
    if (next == index.series()) {
      return null;
    }
    Intervals gone = deleted.getOrDefault(index.read(next++), Intervals.none());
    batch.clear();
    boolean isSorted = true;
    long end = Long.MIN_VALUE;
    for (int i = 0; i < index.chunkCount(); i++) {
      isSorted &= index.chunkMint(i) > end;
      end = Math.max(end, index.chunkMaxt(i));
      chunks.read(index.chunkRef(i), batch);
    }
    if (!isSorted) {
      TimeOrder.sort(batch);
    }
    if (!gone.isEmpty()) {
      gone.filter(batch, 0);
    }
    return index.labels();
  }

  @Override
  public void close() {
    arena.close();
  }
}
