package io.pharos.storage.tsdb;

import io.pharos.model.label.LabelMatcher;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.MemoryBudget;
import io.pharos.spi.runtime.Scheduler;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Deletes;
import io.pharos.spi.storage.Exemplars;
import io.pharos.spi.storage.Flush;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.Snapshots;
import io.pharos.spi.storage.Statistics;
import io.pharos.spi.storage.Storage;
import io.pharos.storage.tsdb.compact.BlockStore;
import io.pharos.storage.tsdb.compact.CompactCounters;
import io.pharos.storage.tsdb.compact.Maintenance;
import io.pharos.storage.tsdb.compact.Walk;
import io.pharos.storage.tsdb.exemplar.ExemplarRing;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.storage.tsdb.file.FolderLock;
import io.pharos.storage.tsdb.head.Epochs;
import io.pharos.storage.tsdb.head.Head;
import io.pharos.storage.tsdb.head.HeadCounters;
import io.pharos.storage.tsdb.prometheus.PrometheusFolder;
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
final class Tsdb implements Storage, Deletes, Exemplars, Flush, Snapshots, Statistics {
  private static final Logger log = LoggerFactory.getLogger(Tsdb.class);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TsdbConfig config;
  private final Context context;
  private final Disk disk;
  private final Path folder;
  private final Epochs epochs = new Epochs();
  private final HeadCounters headCounters = new HeadCounters();
  private final CompactCounters compactCounters = new CompactCounters();
  private final TsdbMetrics metrics;
  private final ExemplarRing exemplars;
  private final List<Scheduler.Task> tasks = new ArrayList<>();
  private final long epoch;
  private @Nullable FolderLock lock;
  private volatile @Nullable Parts parts;

  /** What is open. */
  private record Parts(Head head, BlockStore store, Maintenance maintenance) {}

  Tsdb(TsdbConfig config, Context context, Disk disk) {
    this.config = config;
    this.context = context;
    this.disk = disk;
    folder = Path.of(config.path());
    epoch = context.random().nextLong(1, Long.MAX_VALUE);
    boolean keepsExemplars = context.server().features().contains("exemplar-storage");
    exemplars =
        new ExemplarRing(keepsExemplars ? Math.max(0, config.exemplars().maxExemplars()) : 0);
    metrics = new TsdbMetrics(context.metrics(), headCounters, compactCounters);
  }

  @Override
  public void start() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw Failures.of("cannot make the data folder [path=" + folder + "]", e);
    }
    PrometheusFolder.refuse(folder);
    FolderLock taken = config.noLockfile() ? null : FolderLock.take(folder);
    metrics.cleanStart(taken == null ? -1 : taken.replacedOld() ? 0 : 1);
    Parts opened;
    try {
      opened = open();
    } catch (RuntimeException e) {
      if (taken != null) {
        taken.close();
      }
      throw e;
    }
    lock = taken;
    parts = opened;
    metrics.bind(opened.head, opened.store, config);
    schedule(opened);
  }

  private Parts open() {
    long started = context.clock().nanos();
    BlockStore store = new BlockStore(disk, folder, epochs);
    store.open();
    Head head = null;
    try {
      head = head();
      head.open(folder.resolve("wal"), store.end(), metrics);
      RetentionConfig retention = checked(config.retentionInForce());
      Maintenance.Limits limits =
          new Maintenance.Limits(
              config.minBlockDuration().toMillis(),
              config.maxBlockDurationInForce().toMillis(),
              retention.time().toMillis(),
              retention.size().bytes(),
              retention.percentage());
      Maintenance maintenance =
          new Maintenance(head, store, epochs, limits, folder, disk, context, compactCounters);
      double seconds = (context.clock().nanos() - started) / 1e9;
      metrics.replayed(seconds);
      log.info(
          "storage opened path={} series={} blocks={} seconds={}",
          folder,
          head.series(),
          store.blocks().size(),
          seconds);
      return new Parts(head, store, maintenance);
    } catch (RuntimeException e) {
      if (head != null) {
        head.close();
      }
      store.close();
      throw e;
    }
  }

  /** A share of the file system needs its size. */
  private RetentionConfig checked(RetentionConfig retention) {
    if (retention.percentage() > 0) {
      if (retention.size().bytes() > 0) {
        log.warn("retention percentage counts, not the size percentage={}", retention.percentage());
      }
      if (Maintenance.share(disk, folder, retention.percentage()) <= 0) {
        throw new ConfigException(
            "storage.tsdb.retention.percentage: the size of the file system cannot be found out"
                + " [path="
                + folder
                + "]");
      }
    }
    return retention;
  }

  private Head head() {
    Wal wal =
        new Wal(
            disk,
            folder.resolve("wal"),
            config.durabilityInForce(),
            config.walSegmentSize().bytes(),
            context.clock()::nanos,
            metrics::synced);
    MemoryBudget.Account memory = context.memory().open("head", MemoryBudget.Priority.INGEST);
    return new Head(
        disk,
        folder,
        wal,
        epochs,
        headCounters,
        memory,
        exemplars,
        context.server().features().contains("created-timestamp-zero-ingestion"),
        config.minBlockDuration().toMillis(),
        config.outOfOrderTimeWindow().toMillis());
  }

  private void schedule(Parts opened) {
    Scheduler scheduler = context.scheduler();
    tasks.add(scheduler.every("index", SECOND, SECOND, opened.head.index()::refresh));
    tasks.add(scheduler.every("compact", MINUTE, MINUTE, opened.maintenance::run));
    if (config.durabilityInForce() == Durability.INTERVAL) {
      tasks.add(scheduler.every("sync", SECOND, SECOND, opened.head::sync));
    }
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public Appender appender() {
    return parts().head.appender();
  }

  @Override
  public Querier querier(long mint, long maxt) {
    Parts opened = parts();
    long entered = epochs.enter();
    try {
      if (parts == null) {
        throw closed();
      }
      return new TsdbQuerier(opened.head, opened.maintenance.view(), epochs, entered, mint, maxt);
    } catch (RuntimeException e) {
      epochs.leave(entered);
      throw e;
    }
  }

  /** Everything that matches, in the order of labels. */
  Walk walk(long mint, long maxt, List<LabelMatcher> matchers) {
    Parts opened = parts();
    long entered = epochs.enter();
    try {
      TsdbQuerier.View view = opened.maintenance.view();
      return Walk.of(view, opened.head, matchers, mint, maxt, () -> epochs.leave(entered));
    } catch (RuntimeException e) {
      epochs.leave(entered);
      throw e;
    }
  }

  /** The blocks that are open, sorted by time. */
  List<io.pharos.storage.tsdb.block.Block> openBlocks() {
    return parts().store.blocks();
  }

  /** First and last millisecond of the head, {@code MAX_VALUE} and {@code MIN_VALUE} if empty. */
  long[] headRange() {
    Head head = parts().head;
    return new long[] {head.minTime(), head.maxTime()};
  }

  @Override
  public List<SeriesExemplars> exemplars(long mint, long maxt, List<List<LabelMatcher>> selectors) {
    parts();
    return exemplars.select(mint, maxt, selectors);
  }

  @Override
  public void delete(long mint, long maxt, List<LabelMatcher> matchers) {
    parts().maintenance.delete(mint, maxt, matchers);
  }

  @Override
  public void cleanTombstones() {
    parts().maintenance.cleanTombstones();
  }

  @Override
  public void flush() {
    parts().maintenance.flush();
  }

  @Override
  public String snapshot(boolean skipHead) {
    return parts().maintenance.snapshot(skipHead);
  }

  @Override
  public HeadStatistics head(int limit) {
    return HeadNumbers.of(parts().head, limit);
  }

  @Override
  public List<Block> blocks() {
    return parts().store.blocks().stream()
        .map(
            block ->
                new Block(
                    block.meta().ulid(),
                    block.meta().mint(),
                    block.meta().maxt(),
                    block.meta().series(),
                    block.meta().chunks(),
                    block.meta().samples(),
                    block.bytes(),
                    block.meta().level(),
                    block.meta().sources()))
        .toList();
  }

  @Override
  public Replay replay() {
    return metrics.replay();
  }

  @Override
  public String retention() {
    return config.retentionInForce().text();
  }

  /** Does what is due, as the scheduler would. */
  void maintain() {
    parts().maintenance.run();
  }

  /** Writes a checkpoint, so that the log before it is not needed any more. */
  void checkpoint() {
    parts().maintenance.checkpoint();
  }

  /** Memory of the head outside the Java heap. */
  long headBytes() {
    return parts().head.bytes();
  }

  private Parts parts() {
    Parts opened = parts;
    if (opened == null) {
      throw closed();
    }
    return opened;
  }

  private static StorageException closed() {
    return new StorageException(StorageException.Code.CLOSED, "the storage is closed");
  }

  @Override
  public void close() {
    Parts opened = parts;
    if (opened == null) {
      return;
    }
    parts = null;
    tasks.forEach(Scheduler.Task::close);
    tasks.clear();
    opened.maintenance.close();
    // readers keep mapped memory alive until they leave
    epochs.defer(
        () -> {
          opened.head.close();
          opened.store.close();
        });
    FolderLock taken = lock;
    if (taken != null) {
      taken.close();
      lock = null;
    }
  }
}
