package io.pharos.storage.tsdb;

import io.pharos.spi.error.StorageException;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.MemoryBudget;
import io.pharos.spi.runtime.Scheduler;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.Storage;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.storage.tsdb.file.FolderLock;
import io.pharos.storage.tsdb.head.Checkpoint;
import io.pharos.storage.tsdb.head.Epochs;
import io.pharos.storage.tsdb.head.Head;
import io.pharos.storage.tsdb.head.HeadCounters;
import io.pharos.storage.tsdb.query.Tombstones;
import io.pharos.storage.tsdb.query.TsdbQuerier;
import io.pharos.storage.tsdb.wal.Durability;
import io.pharos.storage.tsdb.wal.Wal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The storage: a head before blocks. Thread-safe. */
public final class Tsdb implements Storage {
  private static final Logger log = LoggerFactory.getLogger(Tsdb.class);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TsdbConfig config;
  private final Context context;
  private final Disk disk;
  private final Path folder;
  private final Epochs epochs = new Epochs();
  private final HeadCounters counters = new HeadCounters();
  private final List<Scheduler.Task> tasks = new ArrayList<>();
  private final long epoch;
  private @Nullable FolderLock lock;
  private @Nullable Head head;
  private volatile Tombstones tombstones = Tombstones.none();
  private volatile boolean isOpen;

  Tsdb(TsdbConfig config, Context context, Disk disk) {
    this.config = config;
    this.context = context;
    this.disk = disk;
    folder = Path.of(config.path());
    epoch = context.random().nextLong(1, Long.MAX_VALUE);
  }

  @Override
  public void start() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw Failures.of("cannot make the data folder [path=" + folder + "]", e);
    }
    FolderLock taken = config.noLockfile() ? null : FolderLock.take(folder);
    try {
      open();
      lock = taken;
    } catch (RuntimeException e) {
      if (taken != null) {
        taken.close();
      }
      throw e;
    }
    isOpen = true;
    schedule();
  }

  private void open() {
    long started = context.clock().nanos();
    Path walFolder = folder.resolve("wal");
    Wal wal =
        new Wal(
            disk,
            walFolder,
            config.durabilityInForce(),
            config.walSegmentSize().bytes(),
            context.clock()::nanos,
            seconds -> {});
    MemoryBudget.Account memory =
        context.memory().open("head", MemoryBudget.Priority.INGEST);
    Head opened =
        new Head(
            disk,
            folder,
            wal,
            epochs,
            counters,
            memory,
            config.minBlockDuration().toMillis(),
            config.outOfOrderTimeWindow().toMillis());
    opened.open(walFolder, Long.MIN_VALUE, new ReplayProgress());
    head = opened;
    log.info(
        "storage opened path={} series={} seconds={}",
        folder,
        opened.series(),
        (context.clock().nanos() - started) / 1e9);
  }

  private void schedule() {
    Head opened = head();
    tasks.add(
        context.scheduler().every("index", SECOND, SECOND, () -> opened.index().refresh()));
    if (config.durabilityInForce() == Durability.INTERVAL) {
      tasks.add(context.scheduler().every("sync", SECOND, SECOND, opened::sync));
    }
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public Appender appender() {
    checkOpen();
    return head().appender();
  }

  @Override
  public Querier querier(long mint, long maxt) {
    checkOpen();
    long entered = epochs.enter();
    try {
      return new TsdbQuerier(head(), List.of(), tombstones, epochs, entered, mint, maxt);
    } catch (RuntimeException e) {
      epochs.leave(entered);
      throw e;
    }
  }

  private Head head() {
    Head opened = head;
    if (opened == null) {
      throw closed();
    }
    return opened;
  }

  private void checkOpen() {
    if (!isOpen) {
      throw closed();
    }
  }

  private static StorageException closed() {
    return new StorageException(StorageException.Code.CLOSED, "the storage is closed");
  }

  /** Writes a checkpoint, so that the log before it is not needed any more. */
  void checkpoint() {
    new Checkpoint(head(), folder.resolve("wal")).write(new NoTombstones());
  }

  @Override
  public void close() {
    if (!isOpen) {
      return;
    }
    isOpen = false;
    tasks.forEach(Scheduler.Task::close);
    tasks.clear();
    // readers keep mapped memory alive until they leave
    epochs.defer(
        () -> {
          head().close();
          FolderLock taken = lock;
          if (taken != null) {
            taken.close();
          }
        });
  }

  private static final class NoTombstones implements Checkpoint.Tombstones {
    @Override
    public int count() {
      return 0;
    }

    @Override
    public void write(io.pharos.storage.tsdb.chunk.Sink record) {}
  }

  private static final class ReplayProgress implements Head.ReplayProgress {
    @Override
    public void segment(long first, long last, long current) {}

    @Override
    public void damagedLog() {}

    @Override
    public void damagedChunk() {}

    @Override
    public void tombstone(long ref, long mint, long maxt) {}
  }
}
