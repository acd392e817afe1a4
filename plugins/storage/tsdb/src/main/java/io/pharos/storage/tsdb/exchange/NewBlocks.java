package io.pharos.storage.tsdb.exchange;

import io.pharos.spi.runtime.Clock;
import io.pharos.storage.tsdb.block.Block;
import io.pharos.storage.tsdb.block.BlockMeta;
import io.pharos.storage.tsdb.block.BlockWriter;
import io.pharos.storage.tsdb.block.Ulid;
import io.pharos.storage.tsdb.compact.BlockStore;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.file.FolderLock;
import io.pharos.storage.tsdb.head.Epochs;
import io.pharos.storage.tsdb.prometheus.PrometheusFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A data folder that a command adds blocks to. The head of the folder must be empty: a start reads
 * from it only what lies behind the newest block. Confined to one thread.
 */
public final class NewBlocks implements AutoCloseable {
  private final Disk disk;
  private final Clock clock;
  private final RandomGenerator random;
  private final FolderLock lock;
  private final BlockStore store;

  /** Takes the folder. */
  public NewBlocks(Path folder, Disk disk, Clock clock, RandomGenerator random) {
    this.disk = disk;
    this.clock = clock;
    this.random = random;
    PrometheusFolder.refuse(folder);
    lock = FolderLock.take(folder);
    try {
      store = new BlockStore(disk, folder, new Epochs());
      store.open();
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  List<Block> blocks() {
    return store.blocks();
  }

  /** A folder for what is needed while blocks are made; a leftover goes at the next start. */
  public Path temporary() {
    return store.creating("spool");
  }

  /** Starts a block. */
  Writing start() {
    return new Writing(Ulid.next(clock.millis(), random));
  }

  @Override
  public void close() {
    store.close();
    lock.close();
  }

  /** A block that is being written; what is not finished is removed. */
  final class Writing implements AutoCloseable {
    private final String ulid;
    private final BlockWriter writer;
    private boolean isFinished;

    private Writing(String ulid) {
      this.ulid = ulid;
      writer = new BlockWriter(disk, store.creating(ulid));
    }

    BlockWriter writer() {
      return writer;
    }

    String ulid() {
      return ulid;
    }

    BlockMeta finish(long mint, long maxt, int level, List<String> sources) {
      BlockMeta meta = writer.finish(ulid, mint, maxt, level, sources, List.of());
      store.add(ulid, List.of());
      isFinished = true;
      return meta;
    }

    @Override
    public void close() {
      writer.close();
      if (!isFinished) {
        store.dropUnfinished(ulid);
      }
    }
  }
}
