package io.pharos.storage.tsdb.head;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.runtime.MemoryBudget;
import io.pharos.spi.storage.AppendOutcome;
import io.pharos.spi.storage.Appender;
import io.pharos.storage.tsdb.exemplar.ExemplarRing;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.storage.tsdb.index.HeadIndex;
import io.pharos.storage.tsdb.wal.Wal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The writable part of the storage: shards of series, the log before them, the index beside them.
 * Thread-safe.
 */
public final class Head implements AutoCloseable {
  /** An outcome of judging only: the newest sample again, to be counted as stored. */
  static final byte REPEATED = 100;

  static final int LEFT_OUT = 0;
  static final int APPENDED = 1;
  static final int LATE = 2;

  private static final int CLAIM_BYTES = 1 << 20;

  final AtomicInteger appenders = new AtomicInteger();
  private final Staging.Pool stagings = new Staging.Pool();

  private final Disk disk;
  private final HeadShard[] shards = new HeadShard[Refs.SHARDS];
  private final Wal wal;
  private final HeadIndex index;
  private final Epochs epochs;
  private final HeadCounters counters;
  private final MemoryBudget.Account memory;
  private final ExemplarRing exemplars;
  private final boolean addsZeros;
  private final long halfRange;
  private volatile long window;

  /** The newest sample's time; written while a shard is locked, by all shards. */
  private final AtomicLong maxTime = new AtomicLong(Long.MIN_VALUE);

  private final AtomicLong minTime = new AtomicLong(Long.MAX_VALUE);

  private final AtomicLong lateTime = new AtomicLong(Long.MAX_VALUE);

  /** Everything before is in blocks, or gone. */
  private volatile long floor = Long.MIN_VALUE;

  /** Nothing in order is taken before; ahead of {@link #floor} while a block is being written. */
  private volatile long writeFloor = Long.MIN_VALUE;

  private volatile boolean isOpen;

  /**
   * A head in a folder.
   *
   * @param addsZeros whether a series that says when it started gets a zero there
   * @param range milliseconds of a block
   * @param window milliseconds for which samples may be late
   */
  public Head(
      Disk disk,
      Path folder,
      Wal wal,
      Epochs epochs,
      HeadCounters counters,
      MemoryBudget.Account memory,
      ExemplarRing exemplars,
      boolean addsZeros,
      long range,
      long window) {
    this.disk = disk;
    this.wal = wal;
    this.epochs = epochs;
    this.counters = counters;
    this.memory = memory;
    this.exemplars = exemplars;
    this.addsZeros = addsZeros;
    this.halfRange = range / 2;
    this.window = window;
    for (int i = 0; i < shards.length; i++) {
      Path chunks = folder.resolve("chunks_head").resolve(String.format(Locale.ROOT, "%02d", i));
      shards[i] = new HeadShard(i, new HeadChunks(disk, chunks));
    }
    index = new HeadIndex(folder.resolve("head_index"), new IndexOwner());
  }

  /** Hears how far the replay is, and what is damaged. */
  public interface ReplayProgress {
    void segment(long first, long last, long current);

    void damagedLog();

    void damagedChunk();
  }

  /** Reads what an earlier process left, and starts to log. */
  public void open(Path walFolder, long blocksEnd, ReplayProgress progress) {
    floor = blocksEnd;
    writeFloor = blocksEnd;
    new Replay(this, shards, walFolder, progress).run();
    adoptIndex();
    wal.open();
    isOpen = true;
  }

  /** Brings the index that an earlier process saved in line with the series that there are. */
  private void adoptIndex() {
    BitSet[] found = new BitSet[shards.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = new BitSet();
    }
    index.adopt(
        (ref, identity) -> {
          HeadShard shard = shard(ref);
          int slot = Refs.slot(ref);
          boolean isThere =
              shard.isLive(slot, Refs.generation(ref))
                  && shard.isLogged(slot)
                  && shard.hashLow(slot) == identity
                  && !found[shard.number].get(slot);
          if (isThere) {
            found[shard.number].set(slot);
          }
          return isThere;
        });
    for (HeadShard shard : shards) {
      for (int slot = 1; slot < shard.slots(); slot++) {
        if (shard.isLogged(slot) && !found[shard.number].get(slot)) {
          index.add(shard.ref(slot));
        }
      }
    }
    index.refresh();
  }

  public Appender appender() {
    checkOpen();
    return new HeadAppender(this);
  }

  Staging.Pool stagings() {
    return stagings;
  }

  void checkOpen() {
    if (!isOpen) {
      throw new StorageException(StorageException.Code.CLOSED, "the storage is closed");
    }
  }

  // ---- judging and applying, for appenders and replay

  /** What becomes of a sample, given the newest of its series. */
  byte judge(long timestamp, long bits, long last, long lastBits) {
    long max = maxTime.get();
    long window = this.window;
    if (timestamp >= minValid(max)) {
      if (timestamp > last) {
        return AppendOutcome.OK;
      }
      if (timestamp == last) {
        return bits == lastBits ? REPEATED : AppendOutcome.DUPLICATE;
      }
    }
    if (window > 0) {
      return timestamp >= max - window ? AppendOutcome.OK : AppendOutcome.TOO_OLD;
    }
    return timestamp < minValid(max) ? AppendOutcome.OUT_OF_BOUNDS : AppendOutcome.OUT_OF_ORDER;
  }

  private long minValid(long max) {
    return max == Long.MIN_VALUE ? writeFloor : Math.max(writeFloor, max - halfRange);
  }

  /** Counts a refusal and answers it. */
  byte counted(byte outcome, boolean isHistogram) {
    counters.outcome(outcome, isHistogram);
    return outcome;
  }

  void begin(int mask) {
    for (int i = 0; i < shards.length; i++) {
      if ((mask & (1 << i)) != 0) {
        shards[i].begin();
      }
    }
  }

  /**
   * Applies a staged sample while its shard is locked; answers {@link #APPENDED}, {@link #LATE} or
   * {@link #LEFT_OUT}, as when another transaction was faster.
   */
  int apply(long ref, long timestamp, double value) {
    HeadShard shard = shard(ref);
    int slot = Refs.slot(ref);
    if (!shard.isLive(slot, Refs.generation(ref))) {
      counters.notFound();
      return LEFT_OUT;
    }
    if (timestamp > shard.lastTime(slot) && timestamp >= writeFloor) {
      shard.append(slot, timestamp, value);
      return APPENDED;
    }
    return window > 0 && shard.late().add(slot, timestamp, value) ? LATE : LEFT_OUT;
  }

  /** Applies a staged histogram as {@link #apply(long, long, double)} does. */
  int apply(long ref, long timestamp, Histogram histogram) {
    HeadShard shard = shard(ref);
    int slot = Refs.slot(ref);
    if (!shard.isLive(slot, Refs.generation(ref))) {
      counters.notFound();
      return LEFT_OUT;
    }
    if (timestamp > shard.lastTime(slot) && timestamp >= writeFloor) {
      shard.append(slot, timestamp, histogram);
      return APPENDED;
    }
    return window > 0 && shard.late().add(slot, timestamp, histogram) ? LATE : LEFT_OUT;
  }

  /** A sample of this time was applied. */
  void seen(long timestamp) {
    if (timestamp > maxTime.get()) {
      maxTime.accumulateAndGet(timestamp, Math::max);
    }
    if (timestamp < minTime.get()) {
      minTime.accumulateAndGet(timestamp, Math::min);
    }
  }

  /** A sample of this time came out of order. */
  void seenLate(long timestamp) {
    maxTime.accumulateAndGet(timestamp, Math::max);
    lateTime.accumulateAndGet(timestamp, Math::min);
  }

  /** A chunk from an earlier process lies in this range. */
  void seen(long mint, long maxt) {
    seen(mint);
    seen(maxt);
  }

  /** Makes what was applied readable. */
  void end(int mask) {
    for (int i = 0; i < shards.length; i++) {
      if ((mask & (1 << i)) != 0) {
        try {
          shards[i].chunks.flush();
        } catch (StorageException e) {
          counters.flushFailed(e); // the log has it; the next write tries again first
        }
      }
    }
  }

  /** Refuses a transaction while sealed chunks can't be written. */
  void mayWrite() {
    for (HeadShard shard : shards) {
      if (shard.chunks.isBehind()) {
        shard.lock.lock();
        try {
          shard.chunks.flush();
        } finally {
          shard.lock.unlock();
        }
      }
    }
  }

  /** Whether there is memory for another series; asked with its shard locked. */
  boolean mayCreate() {
    long held = memory.held();
    long needed = bytes();
    if (needed > held && !memory.claim(Math.max(CLAIM_BYTES, needed - held))) {
      counters.refused.increment();
      return false;
    }
    return true;
  }

  void created() {
    counters.created.increment();
  }

  void lock(int mask) {
    for (int i = 0; i < shards.length; i++) {
      if ((mask & (1 << i)) != 0) {
        shards[i].lock.lock();
      }
    }
  }

  void unlock(int mask) {
    for (int i = shards.length - 1; i >= 0; i--) {
      if ((mask & (1 << i)) != 0) {
        shards[i].lock.unlock();
      }
    }
  }

  HeadShard shard(long ref) {
    return shards[Refs.shard(ref)];
  }

  HeadShard[] shards() {
    return shards;
  }

  /** Series of one target live in one shard, so that a scrape locks one. */
  HeadShard shardOf(Labels labels) {
    int hash = 31 * labels.valueOf("job").hashCode() + labels.valueOf("instance").hashCode();
    return shards[((hash * 0x9E3779B9) >>> 16) & (Refs.SHARDS - 1)];
  }

  HeadShard shardOf(byte[] form, int length) {
    return shardOf(Forms.labels(form, length));
  }

  /** What the index asks of the head. */
  private final class IndexOwner implements HeadIndex.Owner {
    @Override
    public int form(long ref, byte[] target) {
      HeadShard shard = shard(ref);
      shard.lock.lock();
      try {
        int slot = Refs.slot(ref);
        return shard.isLive(slot, Refs.generation(ref))
            ? shard.labels.form(shard.labels(slot), target)
            : 0;
      } finally {
        shard.lock.unlock();
      }
    }

    @Override
    public long[] all() {
      long[] all = new long[1024];
      int count = 0;
      for (HeadShard shard : shards) {
        shard.lock.lock();
        try {
          for (int slot = 1; slot < shard.slots(); slot++) {
            if (shard.isLogged(slot) && shard.isLive(slot, shard.generation(slot))) {
              if (count == all.length) {
                all = Arrays.copyOf(all, 2 * count);
              }
              all[count++] = shard.ref(slot);
            }
          }
        } finally {
          shard.lock.unlock();
        }
      }
      return Arrays.copyOf(all, count);
    }
  }

  /** The labels of a series, none if it has left. */
  public Labels labels(long ref) {
    HeadShard shard = shard(ref);
    shard.lock.lock();
    try {
      int slot = Refs.slot(ref);
      return shard.isLive(slot, Refs.generation(ref))
          ? shard.labels.labels(shard.labels(slot))
          : Labels.empty();
    } finally {
      shard.lock.unlock();
    }
  }

  // ---- what the storage asks

  /** Makes what was committed survive a power cut. */
  public void sync() {
    wal.sync();
  }

  HeadCounters counters() {
    return counters;
  }

  Wal wal() {
    return wal;
  }

  public HeadIndex index() {
    return index;
  }

  boolean addsZeros() {
    return addsZeros;
  }

  public ExemplarRing exemplars() {
    return exemplars;
  }

  Epochs epochs() {
    return epochs;
  }

  Disk disk() {
    return disk;
  }

  public long window() {
    return window;
  }

  public long floor() {
    return floor;
  }

  /** Takes no samples in order before a time any more; returns when none is on its way. */
  public void closeBefore(long time) {
    writeFloor = Math.max(writeFloor, time);
    lock(-1);
    unlock(-1);
  }

  /** Samples in order before are in blocks now. */
  public void floor(long newFloor) {
    floor = Math.max(floor, newFloor);
    minTime.accumulateAndGet(floor, Math::max);
  }

  /**
   * Lets go of what is before the floor: series that ended before, and files of chunks. To be
   * called when nobody reads the head below the floor any more; what is still being read stays
   * until then.
   */
  public void collect() {
    List<HeadChunks.ChunkFile> files = new ArrayList<>();
    List<long[]> gone = new ArrayList<>();
    for (HeadShard shard : shards) {
      shard.lock.lock();
      try {
        gone.add(shard.leaveBefore(floor));
        files.addAll(shard.chunks.dropBefore(floor));
      } finally {
        shard.lock.unlock();
      }
    }
    long count = gone.stream().mapToLong(refs -> refs.length).sum();
    counters.removed.add(count);
    if (count > 0) {
      index.removeGone(this::isGone);
    }
    epochs.defer(() -> release(gone, files));
  }

  private boolean isGone(long ref) {
    return !isLive(ref);
  }

  /** Whether a series is there. */
  boolean isLive(long ref) {
    HeadShard shard = shard(ref);
    shard.lock.lock();
    try {
      return shard.isLive(Refs.slot(ref), Refs.generation(ref));
    } finally {
      shard.lock.unlock();
    }
  }

  private void release(List<long[]> gone, List<HeadChunks.ChunkFile> files) {
    if (!isOpen) {
      return; // closed meanwhile; the next start begins with what is on disk
    }
    for (long[] refs : gone) {
      for (long ref : refs) {
        HeadShard shard = shard(ref);
        shard.lock.lock();
        try {
          shard.release(Refs.slot(ref), true);
        } finally {
          shard.lock.unlock();
        }
      }
    }
    for (HeadChunks.ChunkFile file : files) {
      try {
        file.delete(disk);
      } catch (IOException e) {
        counters.flushFailed(Failures.of("cannot delete " + file.path, e));
      }
    }
  }

  /**
   * Looks for the oldest sample in order from the floor on; {@code Long.MAX_VALUE} if there is
   * none.
   */
  public long oldest() {
    long oldest = Long.MAX_VALUE;
    for (HeadShard shard : shards) {
      shard.lock.lock();
      try {
        for (int slot = 1; slot < shard.slots(); slot++) {
          if (shard.isLogged(slot) && shard.lastTime(slot) >= floor) {
            oldest = Math.min(oldest, shard.oldest(slot, floor));
          }
        }
      } finally {
        shard.lock.unlock();
      }
    }
    return oldest;
  }

  /** Forgets the late samples before a time, which are in blocks now. */
  public void dropLate(long before) {
    for (HeadShard shard : shards) {
      shard.lock.lock();
      try {
        shard.late().removeBefore(before);
      } finally {
        shard.lock.unlock();
      }
    }
    lock(-1);
    try {
      long oldest = Long.MAX_VALUE;
      for (HeadShard shard : shards) {
        oldest = Math.min(oldest, shard.late().oldest());
      }
      lateTime.set(oldest);
    } finally {
      unlock(-1);
    }
  }

  /** The time of the oldest late sample, {@code Long.MAX_VALUE} without one. */
  public long oldestLate() {
    long oldest = Long.MAX_VALUE;
    for (HeadShard shard : shards) {
      shard.lock.lock();
      try {
        oldest = Math.min(oldest, shard.late().oldest());
      } finally {
        shard.lock.unlock();
      }
    }
    return oldest;
  }

  /** The oldest sample's time, {@code Long.MAX_VALUE} while empty. */
  public long minTime() {
    return Math.min(inOrderMinTime(), lateTime.get());
  }

  /** The time of the oldest sample that came in order, {@code Long.MAX_VALUE} without any. */
  public long inOrderMinTime() {
    long min = minTime.get();
    return min == Long.MAX_VALUE ? min : Math.max(min, floor);
  }

  /** The newest sample's time, {@code Long.MIN_VALUE} while empty. */
  public long maxTime() {
    return maxTime.get();
  }

  public long series() {
    long series = 0;
    for (HeadShard shard : shards) {
      series += shard.series();
    }
    return series;
  }

  public long openChunks() {
    long chunks = 0;
    for (HeadShard shard : shards) {
      chunks += shard.openChunks();
    }
    return chunks;
  }

  public long chunksCreated() {
    long chunks = 0;
    for (HeadShard shard : shards) {
      chunks += shard.chunksCreated();
    }
    return chunks;
  }

  public int activeAppenders() {
    return appenders.get();
  }

  /** Bytes of the log. */
  public long logBytes() {
    return wal.bytes();
  }

  public long logSegment() {
    return wal.segment();
  }

  /** Bytes of the files of sealed chunks. */
  public long chunkBytes() {
    long bytes = 0;
    for (HeadShard shard : shards) {
      shard.lock.lock();
      try {
        bytes += shard.chunks.bytes();
      } finally {
        shard.lock.unlock();
      }
    }
    return bytes;
  }

  /** Memory outside the heap. */
  public long bytes() {
    long bytes = 0;
    for (HeadShard shard : shards) {
      bytes += shard.bytes();
    }
    return bytes;
  }

  /** Takes nothing any more; what is being read stays readable until {@link #close}. */
  public void stop() {
    isOpen = false;
    lock(-1);
    try {
      wal.close();
      memory.close();
    } finally {
      unlock(-1);
    }
  }

  @Override
  public void close() {
    isOpen = false;
    lock(-1);
    try {
      wal.close();
      index.close();
      for (HeadShard shard : shards) {
        shard.close();
      }
    } finally {
      unlock(-1);
    }
    memory.close();
  }
}
