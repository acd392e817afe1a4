package io.pharos.storage.tsdb.compact;

import io.pharos.spi.runtime.Clock;
import io.pharos.spi.storage.SampleBatch;
import io.pharos.storage.tsdb.block.Block;
import io.pharos.storage.tsdb.block.BlockWriter;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.storage.tsdb.head.Epochs;
import io.pharos.storage.tsdb.head.Head;
import io.pharos.storage.tsdb.head.HeadSelection;
import io.pharos.storage.tsdb.index.LabelQuery;
import io.pharos.storage.tsdb.query.HeadSource;
import io.pharos.storage.tsdb.query.Intervals;
import io.pharos.storage.tsdb.query.JoinedCursor;
import io.pharos.storage.tsdb.query.Selection;
import io.pharos.storage.tsdb.query.Tombstones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Writes blocks: of a range of the head, of several blocks, of one without what was deleted. Each
 * is made under a temporary name and checked by being opened. Guarded by the caller's maintenance
 * lock.
 */
public final class Compactor {
  private static final int BATCH = 1024;

  private final Disk disk;
  private final BlockStore store;
  private final Epochs epochs;
  private final Clock clock;
  private final RandomGenerator random;

  public Compactor(
      Disk disk, BlockStore store, Epochs epochs, Clock clock, RandomGenerator random) {
    this.disk = disk;
    this.store = store;
    this.epochs = epochs;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Writes the head's samples in {@code [mint, maxt)} to a block; null if there are none.
   *
   * @param floor samples in order before are in blocks already
   */
  public @Nullable String ofHead(
      Head head, long floor, long mint, long maxt, Tombstones tombstones) {
    long entered = epochs.enter();
    try {
      HeadSelection selection =
          HeadSelection.of(head, LabelQuery.of(List.of()), mint, maxt - 1, floor);
      int[] order = IntSort.sorted(selection.size(), selection::compare);
      SeriesMerge merge = new SeriesMerge();
      merge.add(new HeadSource(selection), order);
      return write(merge, selection.hasLate(), mint, maxt, tombstones, 1, List.of(), List.of());
    } finally {
      epochs.leave(entered);
    }
  }

  /** Joins blocks to one that takes their place; the place is empty if all was deleted. */
  public void join(List<Block> blocks, Tombstones tombstones, boolean sameLevel) {
    long entered = epochs.enter();
    try {
      SeriesMerge merge = new SeriesMerge();
      long mint = Long.MAX_VALUE;
      long maxt = Long.MIN_VALUE;
      int level = 0;
      boolean overlap = false;
      Set<String> sources = new LinkedHashSet<>();
      List<String> parents = new ArrayList<>();
      for (Block block : blocks) {
        block.verify();
        Selection all = block.select(LabelQuery.of(List.of()), Long.MIN_VALUE, Long.MAX_VALUE);
        merge.add(all, null);
        overlap |= block.mint() < maxt;
        mint = Math.min(mint, block.mint());
        maxt = Math.max(maxt, block.end());
        level = Math.max(level, block.meta().level());
        sources.addAll(block.meta().sources());
        parents.add(block.meta().ulid());
      }
      String ulid =
          write(
              merge,
              overlap,
              mint,
              maxt,
              tombstones,
              sameLevel ? level : level + 1,
              List.copyOf(sources),
              parents);
      if (ulid == null) {
        store.remove(blocks);
      } else {
        store.add(ulid, blocks);
      }
    } finally {
      epochs.leave(entered);
    }
  }

  private @Nullable String write(
      SeriesMerge merge,
      boolean overlap,
      long mint,
      long maxt,
      Tombstones tombstones,
      int level,
      List<String> sources,
      List<String> parents) {
    String ulid = store.newUlid(clock, random);
    Path folder = store.creating(ulid);
    boolean isDone = false;
    try (BlockWriter writer = new BlockWriter(disk, folder)) {
      JoinedCursor cursor = new JoinedCursor();
      SampleBatch batch = new SampleBatch(BATCH);
      while (merge.next()) {
        writer.startSeries(merge.labels());
        Intervals deleted =
            tombstones.isEmpty()
                ? Intervals.none()
                : tombstones.of(merge.hashLow(), merge.hashHigh());
        cursor.open(merge.parts(), mint, maxt - 1, false, overlap, deleted);
        batch.clear();
        while (cursor.read(batch) > 0) {
          writer.add(batch);
          batch.clear();
        }
        writer.endSeries();
        if (Thread.currentThread().isInterrupted()) {
          throw new io.pharos.spi.error.StorageException(
              io.pharos.spi.error.StorageException.Code.UNAVAILABLE, "the compaction was stopped");
        }
      }
      if (writer.series() > 0) {
        writer.finish(ulid, mint, maxt, level, sources, parents);
        isDone = true;
      }
      return isDone ? ulid : null;
    } catch (IOException e) {
      throw Failures.of("cannot write a block [folder=" + folder + "]", e);
    } finally {
      if (!isDone) {
        drop(folder);
      }
    }
  }

  private void drop(Path folder) {
    try {
      if (Files.exists(folder)) {
        store.deleteTree(folder);
      }
    } catch (IOException e) {
      throw Failures.of("cannot remove an unfinished block [folder=" + folder + "]", e);
    }
  }
}
