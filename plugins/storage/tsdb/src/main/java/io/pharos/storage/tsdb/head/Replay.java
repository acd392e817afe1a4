package io.pharos.storage.tsdb.head;

import io.pharos.model.sample.Exemplar;
import io.pharos.model.sample.Histogram;
import io.pharos.spi.error.StorageException;
import io.pharos.storage.tsdb.chunk.Source;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.storage.tsdb.wal.Records;
import io.pharos.storage.tsdb.wal.Wal;
import io.pharos.storage.tsdb.wal.WalReader;
import io.pharos.toolkit.hash.Hash128;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the head at start: sealed chunks, then the newest checkpoint, then the log behind it.
 * Samples that were read before are passed over, so parts may overlap. Confined to one thread.
 */
final class Replay {
  private static final Logger log = LoggerFactory.getLogger(Replay.class);

  private final Head head;
  private final HeadShard[] shards;
  private final Path walFolder;
  private final Head.ReplayProgress progress;
  private final Records records = new Records();
  private final long[] hash = new long[2];
  private long unknown;

  Replay(Head head, HeadShard[] shards, Path walFolder, Head.ReplayProgress progress) {
    this.head = head;
    this.shards = shards;
    this.walFolder = walFolder;
    this.progress = progress;
  }

  void run() {
    for (HeadShard shard : shards) {
      shard.chunks.open(new ChunkVisitor(shard));
    }
    try {
      long first = 0;
      Path checkpoint = Checkpoint.newest(walFolder);
      if (checkpoint != null) {
        first = Checkpoint.number(checkpoint);
        read(checkpoint);
      }
      List<Long> segments = Wal.segments(walFolder);
      for (long segment : segments) {
        if (segment >= first) {
          progress.segment(first, segments.getLast(), segment);
          read(walFolder.resolve(Checkpoint.segmentName(segment)));
        }
      }
    } catch (IOException e) {
      throw Failures.of("cannot replay the log [folder=" + walFolder + "]", e);
    }
    for (HeadShard shard : shards) {
      shard.rebuildFreeSlots();
      finish(shard);
    }
    if (unknown > 0) {
      log.warn("samples of unknown series in the log were left out count={}", unknown);
    }
  }

  /** Reads the newest values of series whose samples are all sealed. */
  private static void finish(HeadShard shard) {
    HeadCursor cursor = new HeadCursor();
    for (int slot = 1; slot < shard.slots(); slot++) {
      if (shard.isLogged(slot)
          && shard.count(slot) == 0
          && shard.chunks.isLive(shard.sealed(slot))) {
        shard.lastBits(slot, cursor.newestBits(shard, shard.sealed(slot)));
      }
    }
    shard.chunks.flush();
  }

  private void read(Path file) {
    if (!Files.exists(file)) {
      return;
    }
    WalReader.read(file, new LogVisitor());
  }

  private final class ChunkVisitor implements HeadChunks.Visitor {
    private final HeadShard shard;

    ChunkVisitor(HeadShard shard) {
      this.shard = shard;
    }

    @Override
    public void chunk(int position, MemorySegment file, long at) {
      long ref = file.get(HeadChunks.LONG, at + HeadChunks.REF);
      long maxt = file.get(HeadChunks.LONG, at + HeadChunks.MAXT);
      int count = file.get(ValueLayout.JAVA_BYTE, at + HeadChunks.COUNT);
      shard.restoreChunk(Refs.slot(ref), Refs.generation(ref), position, maxt, count);
      head.seen(file.get(HeadChunks.LONG, at + HeadChunks.MINT), maxt);
    }

    @Override
    public void damaged(Path file, long at, String reason) {
      log.error(
          "a chunk of the head is damaged and left out file={} offset={} reason={}",
          file,
          at,
          reason);
      progress.damagedChunk();
    }
  }

  private final class LogVisitor implements WalReader.Visitor, Records.Visitor {
    @Override
    public void record(Source record) {
      head.begin(-1);
      try {
        records.read(record, this);
      } catch (StorageException e) {
        if (e.code() != StorageException.Code.CORRUPT) {
          throw e;
        }
        log.error(
            "a record of the log can't be understood and is left out reason={}", e.getMessage());
        progress.damagedLog();
      }
    }

    @Override
    public void damaged(Path file, long at, long bytes, boolean isTail) {
      if (isTail) {
        log.warn(
            "the log ends in an unfinished record, which was set aside file={} offset={} bytes={}",
            file,
            at,
            bytes);
      } else {
        log.error(
            "the log is damaged, what is damaged was set aside file={} offset={} bytes={}",
            file,
            at,
            bytes);
      }
      progress.damagedLog();
    }

    @Override
    public void series(long ref, byte[] form, int length) {
      Hash128.of(form, 0, length, hash);
      head.shard(ref).restore(Refs.slot(ref), Refs.generation(ref), hash[0], hash[1], form, length);
    }

    @Override
    public void sample(long ref, long timestamp, double value, boolean late) {
      HeadShard shard = known(ref, timestamp, late);
      if (shard == null) {
        return;
      }
      int slot = Refs.slot(ref);
      if (late) {
        shard.late().add(slot, timestamp, value);
        head.seenLate(timestamp);
      } else if (timestamp > shard.lastTime(slot)) {
        shard.append(slot, timestamp, value);
        head.seen(timestamp);
      }
    }

    @Override
    public void histogram(long ref, long timestamp, Histogram histogram, boolean late) {
      HeadShard shard = known(ref, timestamp, late);
      if (shard == null) {
        return;
      }
      int slot = Refs.slot(ref);
      if (late) {
        shard.late().add(slot, timestamp, histogram);
        head.seenLate(timestamp);
      } else if (timestamp > shard.lastTime(slot)) {
        shard.append(slot, timestamp, histogram);
        head.seen(timestamp);
      }
    }

    @Override
    public void exemplar(long ref, Exemplar exemplar) {
      HeadShard shard = head.shard(ref);
      int slot = Refs.slot(ref);
      if (shard.isLive(slot, Refs.generation(ref))) {
        head.exemplars()
            .restore(
                shard.hashLow(slot),
                shard.hashHigh(slot),
                ref,
                () -> shard.labels.labels(shard.labels(slot)),
                exemplar);
      }
    }

    /** The shard of a series that is there, null for samples to be left out. */
    private @Nullable HeadShard known(long ref, long timestamp, boolean late) {
      if (!late && timestamp < head.floor()) {
        return null; // in a block
      }
      HeadShard shard = head.shard(ref);
      if (!shard.isLive(Refs.slot(ref), Refs.generation(ref))) {
        unknown++;
        return null;
      }
      return shard;
    }
  }
}
