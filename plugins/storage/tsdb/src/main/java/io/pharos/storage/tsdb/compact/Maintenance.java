package io.pharos.storage.tsdb.compact;

import io.pharos.model.label.LabelMatcher;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.Context;
import io.pharos.storage.tsdb.block.Block;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.head.Checkpoint;
import io.pharos.storage.tsdb.head.Epochs;
import io.pharos.storage.tsdb.head.Head;
import io.pharos.storage.tsdb.head.HeadSelection;
import io.pharos.storage.tsdb.index.LabelQuery;
import io.pharos.storage.tsdb.query.Intervals;
import io.pharos.storage.tsdb.query.Selection;
import io.pharos.storage.tsdb.query.Tombstones;
import io.pharos.storage.tsdb.query.TsdbQuerier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that changes blocks: cutting them from the head, joining, retention, deletions, checkpoints.
 * One at a time; reads and appends go on, for what they see is replaced as one {@link
 * TsdbQuerier.View}. Thread-safe.
 */
public final class Maintenance {
  private static final Logger log = LoggerFactory.getLogger(Maintenance.class);

  /** The log grows at least so far before a checkpoint is written. */
  private static final long CHECKPOINT_BYTES = 256L << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Head head;
  private final BlockStore store;
  private final Compactor compactor;
  private final Planner planner;
  private final Epochs epochs;
  private final Limits limits;
  private final Path folder;
  private final Disk disk;
  private final Path walFolder;
  private final TombstoneFile tombstoneFile;
  private final CompactCounters counters;
  private final Clock clock;
  private final Snapshot snapshot;
  private Tombstones tombstones;
  private volatile TsdbQuerier.View view;
  private long checkpointAfter = CHECKPOINT_BYTES;

  /**
   * Sizes and times. Immutable.
   *
   * @param range milliseconds of a block of level 1
   * @param largest milliseconds of the largest block
   * @param retention milliseconds, 0 for no limit
   * @param retentionBytes 0 for no limit
   * @param percentage of the file system instead of so many bytes, 0 for none
   */
  public record Limits(
      long range, long largest, long retention, long retentionBytes, double percentage) {}

  public Maintenance(
      Head head,
      BlockStore store,
      Epochs epochs,
      Limits limits,
      Path folder,
      Disk disk,
      Context context,
      CompactCounters counters) {
    this.head = head;
    this.store = store;
    this.epochs = epochs;
    this.limits = limits;
    this.counters = counters;
    clock = context.clock();
    this.folder = folder;
    this.disk = disk;
    walFolder = folder.resolve("wal");
    compactor = new Compactor(disk, store, epochs, context.clock(), context.random());
    planner = new Planner(limits.range(), limits.largest());
    snapshot = new Snapshot(disk, store, compactor, folder, context.clock(), context.random());
    tombstoneFile = new TombstoneFile(disk, folder);
    tombstones = tombstoneFile.read();
    view = newView();
  }

  /** What readers see; read it after entering the epochs. */
  public TsdbQuerier.View view() {
    return view;
  }

  private TsdbQuerier.View newView() {
    return new TsdbQuerier.View(store.blocks(), head.floor(), tombstones);
  }

  /** Does what is due; called again and again. */
  public void run() {
    lock.lock();
    try {
      boolean changed;
      try {
        changed = cutWhatIsDue();
        joinBlocks(false);
      } finally {
        dropOldBlocks(); // on a full disk too, for this makes room
      }
      if (changed || head.logBytes() > checkpointAfter) {
        checkpoint();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean cutWhatIsDue() {
    boolean changed = false;
    while (head.inOrderMinTime() != Long.MAX_VALUE
        && head.maxTime() - head.inOrderMinTime() > limits.range() / 2 * 3) {
      long start = start(head.inOrderMinTime());
      counters.triggered.increment();
      cut(start, start + limits.range());
      changed = true;
    }
    if (changed) {
      cutLate();
    }
    return changed;
  }

  private long start(long time) {
    return Math.floorDiv(time, limits.range()) * limits.range();
  }

  /** Writes the head's samples before {@code end} to a block and lets go of them. */
  private void cut(long start, long end) {
    long floor = head.floor();
    head.closeBefore(end);
    String ulid;
    long started = clock.nanos();
    try {
      ulid = compactor.ofHead(head, floor, Math.max(start, floor), end, tombstones);
    } catch (RuntimeException e) {
      counters.failed.increment();
      counters.failedTruncations.increment();
      throw e;
    }
    if (ulid != null) {
      add(ulid);
      took(CompactCounters.Kind.COMPACTION, started);
      log.info(
          "block written from the head block={} mint={} maxt={}",
          ulid,
          Math.max(start, floor),
          end);
    }
    long next = ulid == null ? Math.max(end, start(head.oldest())) : end;
    head.floor(Math.min(next, head.maxTime() + 1));
    view = newView();
    epochs.defer(this::collect);
  }

  private void collect() {
    long started = clock.nanos();
    head.collect();
    took(CompactCounters.Kind.COLLECTION, started);
  }

  private void took(CompactCounters.Kind kind, long startedNanos) {
    counters.times.took(kind, (clock.nanos() - startedNanos) / 1e9);
  }

  /** Lets a written block be read. */
  private void add(String ulid) {
    try {
      store.add(ulid, List.of());
    } catch (RuntimeException e) {
      counters.failedReloads.increment();
      throw e;
    }
    counters.reloads.increment();
    counters.done.increment();
  }

  /** Writes late samples of ranges that are in blocks already to blocks of their own. */
  private void cutLate() {
    long floor = head.floor();
    for (long oldest = head.oldestLate(); oldest < floor; oldest = head.oldestLate()) {
      long start = start(oldest);
      long end = Math.min(start + limits.range(), floor);
      String ulid = compactor.ofHead(head, floor, start, end, tombstones);
      if (ulid != null) {
        add(ulid);
      }
      view = newView();
      head.dropLate(end);
    }
  }

  private void joinBlocks(boolean atOnce) {
    while (true) {
      List<Block> blocks = store.blocks();
      List<Block> plan = atOnce ? planner.planAll(blocks) : planner.plan(blocks);
      if (plan.isEmpty()) {
        return;
      }
      counters.triggered.increment();
      try {
        join(plan, false);
      } catch (StorageException e) {
        counters.failed.increment();
        if (e.code() != StorageException.Code.CORRUPT || !setAsideDamaged(plan)) {
          throw e;
        }
      }
    }
  }

  private void join(List<Block> blocks, boolean sameLevel) {
    long started = clock.nanos();
    compactor.join(blocks, tombstones, sameLevel);
    took(CompactCounters.Kind.COMPACTION, started);
    counters.done.increment();
    counters.reloads.increment();
    view = newView();
    store.retire(blocks);
    log.info("blocks joined count={} first={}", blocks.size(), blocks.getFirst());
  }

  private boolean setAsideDamaged(List<Block> blocks) {
    List<Block> damaged = new ArrayList<>();
    for (Block block : blocks) {
      try {
        block.verify();
      } catch (StorageException e) {
        log.error("a block is damaged and is set aside block={} reason={}", block, e.getMessage());
        damaged.add(block);
      }
    }
    store.remove(damaged);
    view = newView();
    store.setAside(damaged);
    return !damaged.isEmpty();
  }

  private void dropOldBlocks() {
    List<Block> old = Planner.tooOld(store.blocks(), limits.retention());
    drop(old);
    counters.timeRetentions.add(old.size());
    List<Block> large =
        Planner.tooLarge(store.blocks(), mostBytes(), head.logBytes() + head.chunkBytes());
    drop(large);
    counters.sizeRetentions.add(large.size());
  }

  private long mostBytes() {
    return limits.percentage() > 0
        ? share(disk, folder, limits.percentage())
        : limits.retentionBytes();
  }

  /** A share of the file system that holds a folder in bytes, 0 if its size is not known. */
  public static long share(Disk disk, Path folder, double percentage) {
    try {
      return (long) (disk.totalBytes(folder) / 100.0 * percentage);
    } catch (IOException e) {
      log.warn("the size of the file system is not known path={} reason={}", folder, e.toString());
      return 0;
    }
  }

  private void drop(List<Block> blocks) {
    if (!blocks.isEmpty()) {
      store.remove(blocks);
      view = newView();
      store.retire(blocks);
      log.info("blocks deleted by retention count={} last={}", blocks.size(), blocks.getLast());
    }
  }

  /** Bounds the replay. */
  public void checkpoint() {
    lock.lock();
    try {
      long started = clock.nanos();
      try {
        new Checkpoint(head, walFolder).write();
      } catch (RuntimeException e) {
        counters.failedCheckpoints.increment();
        throw e;
      }
      took(CompactCounters.Kind.CHECKPOINT, started);
      saveIndex();
      checkpointAfter = Math.max(CHECKPOINT_BYTES, 3 * head.logBytes());
    } finally {
      lock.unlock();
    }
  }

  /** Spares the next start most of the work on the index. */
  private void saveIndex() {
    try {
      head.index().commit();
    } catch (StorageException e) {
      log.warn(
          "the head's label index was not saved, it will be made anew reason={}", e.getMessage());
    }
  }

  /** Writes everything in the head to blocks. */
  public void flush() {
    lock.lock();
    try {
      long end = head.maxTime() + 1;
      while (head.inOrderMinTime() < end && head.floor() < end) {
        long start = start(head.inOrderMinTime());
        cut(start, Math.min(start + limits.range(), end));
      }
      cutLate();
      joinBlocks(true);
      checkpoint();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hides samples from queries at once. Without a matcher nothing is deleted, as in the original.
   */
  public void delete(long mint, long maxt, List<LabelMatcher> matchers) {
    if (matchers.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      LabelQuery query = LabelQuery.of(matchers);
      Map<Tombstones.Key, Long> newest = new HashMap<>();
      long entered = epochs.enter();
      try {
        for (Block block : store.blocks()) {
          if (block.mint() <= maxt && block.end() > mint) {
            Selection found = block.select(query, mint, maxt);
            for (int i = 0; i < found.size(); i++) {
              newest.merge(
                  new Tombstones.Key(found.hashLow(i), found.hashHigh(i)),
                  block.end() - 1,
                  Math::max);
            }
          }
        }
        HeadSelection found = HeadSelection.of(head, query, mint, maxt, head.floor());
        for (int i = 0; i < found.size(); i++) {
          newest.merge(
              new Tombstones.Key(found.hashLow(i), found.hashHigh(i)),
              found.lastTime(i),
              Math::max);
        }
      } finally {
        epochs.leave(entered);
      }
      if (newest.isEmpty()) {
        return;
      }
      Map<Tombstones.Key, Intervals> changed = new HashMap<>(tombstones.all());
      // samples that come later are not deleted, as far as they come in order
      newest.forEach(
          (key, last) ->
              changed.merge(
                  key, Intervals.none().add(mint, Math.min(maxt, last)), Intervals::addAll));
      change(Tombstones.of(changed));
    } finally {
      lock.unlock();
    }
  }

  private void change(Tombstones changed) {
    tombstoneFile.write(changed);
    tombstones = changed;
    view = newView();
  }

  /** Writes all blocks anew that hold deleted samples. */
  public void cleanTombstones() {
    lock.lock();
    try {
      if (tombstones.isEmpty()) {
        return;
      }
      long started = clock.nanos();
      for (Block block : store.blocks()) {
        if (holdsDeleted(block)) {
          join(List.of(block), true);
        }
      }
      long floor = head.floor();
      Map<Tombstones.Key, Intervals> rest = new HashMap<>();
      tombstones
          .all()
          .forEach(
              (key, intervals) -> {
                if (intervals.maxt(intervals.size() - 1) >= floor) {
                  rest.put(key, intervals); // the head still holds such samples
                }
              });
      change(Tombstones.of(rest));
      took(CompactCounters.Kind.CLEANUP, started);
    } finally {
      lock.unlock();
    }
  }

  private boolean holdsDeleted(Block block) {
    Selection all = block.select(LabelQuery.of(List.of()), Long.MIN_VALUE, Long.MAX_VALUE);
    for (int i = 0; i < all.size(); i++) {
      Intervals intervals = tombstones.of(all.hashLow(i), all.hashHigh(i));
      for (int k = 0; k < intervals.size(); k++) {
        if (intervals.mint(k) < block.end() && intervals.maxt(k) >= block.mint()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Copies all blocks, and the head as a block, to a folder; answers its name. */
  public String snapshot(boolean skipHead) {
    lock.lock();
    try {
      return snapshot.make(skipHead ? null : head, tombstones);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the writing, when what is running has ended. */
  public void close() {
    lock.lock();
    try {
      head.stop();
    } finally {
      lock.unlock();
    }
  }
}
