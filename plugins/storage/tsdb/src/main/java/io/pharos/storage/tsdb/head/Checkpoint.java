package io.pharos.storage.tsdb.head;

import static java.util.Objects.requireNonNull;

import io.pharos.model.sample.Exemplar;
import io.pharos.model.sample.Histogram;
import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.storage.tsdb.wal.CheckpointFile;
import io.pharos.storage.tsdb.wal.Records;
import io.pharos.storage.tsdb.wal.Wal;
import io.pharos.storage.tsdb.wal.WalFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the replay: writes all series with their open chunks to a file, makes the sealed chunks
 * survive a power cut, and deletes the log before. It runs beside writers: what they add meanwhile
 * is in the segment that the checkpoint is named after, and what is in both is passed over at
 * replay.
 */
public final class Checkpoint {
  private static final String PREFIX = "checkpoint.";
  private static final int SERIES_A_RECORD = 1024;

  private final Head head;
  private final Path folder;
  private final Sink record = new Sink(1 << 16);
  private final Records records = new Records();
  private final HeadShard.@Nullable OpenCopy[] copies = new HeadShard.OpenCopy[SERIES_A_RECORD];
  private byte[] form = new byte[1024];

  public Checkpoint(Head head, Path walFolder) {
    this.head = head;
    this.folder = walFolder;
  }

  /** Writes it, and deletes what it makes superfluous. */
  public void write() {
    Disk disk = head.disk();
    try {
      long segment = head.wal().rotate();
      Path temporary = folder.resolve(PREFIX + "tmp");
      disk.delete(temporary);
      try (CheckpointFile file = new CheckpointFile(disk, temporary)) {
        for (HeadShard shard : head.shards()) {
          write(shard, file);
        }
        writeExemplars(file);
        file.force();
      }
      for (HeadShard shard : head.shards()) {
        shard.lock.lock();
        try {
          shard.chunks.flush();
          shard.chunks.force();
        } finally {
          shard.lock.unlock();
        }
      }
      disk.rename(temporary, folder.resolve(name(segment)));
      disk.syncFolder(folder);
      deleteBefore(segment);
      head.wal().deleteBefore(segment);
    } catch (IOException e) {
      throw Failures.of("cannot write a checkpoint [folder=" + folder + "]", e);
    }
  }

  private void write(HeadShard shard, CheckpointFile file) throws IOException {
    int slot = 1;
    boolean isMore = true;
    while (isMore) {
      shard.lock.lock();
      try {
        slot = collect(shard, slot);
        isMore = slot < shard.slots();
      } finally {
        shard.lock.unlock();
      }
      if (record.size() > WalFormat.SERIES + 8) {
        file.append(record);
      }
    }
  }

  /** Writes the exemplars of series that are still there. */
  private void writeExemplars(CheckpointFile file) throws IOException {
    List<Long> refs = new ArrayList<>();
    List<Exemplar> exemplars = new ArrayList<>();
    head.exemplars()
        .forEach(
            (ref, exemplar) -> {
              refs.add(ref);
              exemplars.add(exemplar);
            });
    // a writer takes the ring's lock while it holds a shard's, so shards are asked afterwards
    int kept = 0;
    for (int i = 0; i < refs.size(); i++) {
      if (head.isLive(refs.get(i))) {
        refs.set(kept, refs.get(i));
        exemplars.set(kept++, exemplars.get(i));
      }
    }
    for (int from = 0; from < kept; from += SERIES_A_RECORD) {
      int to = Math.min(from + SERIES_A_RECORD, kept);
      Wal.record(record);
      record.u8(WalFormat.EXEMPLARS);
      record.varint(to - from);
      for (int i = from; i < to; i++) {
        Records.exemplar(refs.get(i), exemplars.get(i), record);
      }
      file.append(record);
    }
  }

  /** Fills a record with some series and answers the next slot. */
  private int collect(HeadShard shard, int from) {
    int[] slots = new int[SERIES_A_RECORD];
    int count = 0;
    int slot = from;
    for (; slot < shard.slots() && count < SERIES_A_RECORD; slot++) {
      if (shard.isLogged(slot) && shard.isLive(slot, shard.generation(slot))) {
        slots[count++] = slot;
      }
    }
    Wal.record(record);
    if (count == 0) {
      return slot;
    }
    records.startSeries(count, record);
    for (int i = 0; i < count; i++) {
      int labels = shard.labels(slots[i]);
      int length = shard.labels.form(labels, form);
      if (length > form.length) {
        form = new byte[2 * length];
        shard.labels.form(labels, form);
      }
      records.series(shard.ref(slots[i]), form, length, record);
    }
    open(shard, Arrays.copyOf(slots, count));
    return slot;
  }

  /**
   * Writes the samples of open chunks, then the late ones. Those of series that share their times
   * go time by time, so that the series share them again when this is read.
   */
  private void open(HeadShard shard, int[] slots) {
    Section inOrder = new Section(false);
    Section late = new Section(true);
    long[] bySegment = new long[slots.length];
    for (int i = 0; i < slots.length; i++) {
      bySegment[i] = (long) shard.segment(slots[i]) << 32 | i;
    }
    Arrays.sort(bySegment);
    for (int from = 0; from < slots.length; ) {
      int to = from + 1;
      while (to < slots.length && bySegment[to] >>> 32 == bySegment[from] >>> 32) {
        to++;
      }
      open(shard, slots, bySegment, from, to, inOrder);
      from = to;
    }
    for (int slot : slots) {
      LateSamples.Late own = shard.late().of(slot);
      for (int i = 0; own != null && i < own.count; i++) {
        late.add(shard.ref(slot), own.times[i], own.values[i], own.histograms[i]);
      }
    }
    inOrder.write();
    late.write();
  }

  /** Adds the samples of series with one time segment. */
  private void open(
      HeadShard shard, int[] slots, long[] bySegment, int from, int to, Section section) {
    int first = TimeSegments.MAX;
    int end = 0;
    for (int i = from; i < to; i++) {
      int slot = slots[(int) bySegment[i]];
      HeadShard.OpenCopy copy = copies[i - from];
      if (copy == null) {
        copy = new HeadShard.OpenCopy();
        copies[i - from] = copy;
      }
      shard.read(slot, shard.total(slot), copy);
      if (copy.count > 0) {
        first = Math.min(first, shard.start(slot));
        end = Math.max(end, shard.start(slot) + copy.count);
      }
    }
    for (int place = first; place < end; place++) {
      for (int i = from; i < to; i++) {
        HeadShard.OpenCopy copy = requireNonNull(copies[i - from]);
        int slot = slots[(int) bySegment[i]];
        int at = place - shard.start(slot);
        if (at >= 0 && at < copy.count) {
          section.add(
              shard.ref(slot),
              copy.times[at],
              copy.values[at],
              copy.isHistogram ? copy.histograms[at] : null);
        }
      }
    }
  }

  /** Samples of one sort on their way to a record. */
  private final class Section {
    private final boolean isLate;
    private final Sink histograms = new Sink(64);
    private long[] refs = new long[1024];
    private long[] times = new long[1024];
    private double[] values = new double[1024];
    private int count;
    private int histogramCount;

    Section(boolean isLate) {
      this.isLate = isLate;
    }

    void add(long ref, long time, double value, @Nullable Histogram histogram) {
      if (histogram != null) {
        records.histogram(ref, time, histogram, histograms);
        histogramCount++;
        return;
      }
      if (count == refs.length) {
        refs = Arrays.copyOf(refs, 2 * count);
        times = Arrays.copyOf(times, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      refs[count] = ref;
      times[count] = time;
      values[count++] = value;
    }

    void write() {
      if (count > 0) {
        records.samples(isLate, refs, times, values, count, record);
      }
      if (histogramCount > 0) {
        record.u8(isLate ? WalFormat.LATE_HISTOGRAMS : WalFormat.HISTOGRAMS);
        record.varint(histogramCount);
        record.bytes(histograms.array(), 0, histograms.size());
      }
    }
  }

  private void deleteBefore(long segment) throws IOException {
    try (var listing = Files.newDirectoryStream(folder, PREFIX + "[0-9]*")) {
      for (Path file : listing) {
        if (isCheckpoint(file) && number(file) < segment) {
          head.disk().delete(file);
        }
      }
    }
  }

  static @Nullable Path newest(Path folder) throws IOException {
    Path newest = null;
    if (Files.isDirectory(folder)) {
      try (var listing = Files.newDirectoryStream(folder, PREFIX + "[0-9]*")) {
        for (Path file : listing) {
          if (isCheckpoint(file) && (newest == null || number(file) > number(newest))) {
            newest = file;
          }
        }
      }
    }
    return newest;
  }

  private static boolean isCheckpoint(Path file) {
    return file.getFileName().toString().matches("checkpoint\\.[0-9]{8}");
  }

  static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring(PREFIX.length()));
  }

  static String segmentName(long segment) {
    return String.format(Locale.ROOT, "%08d", segment);
  }

  private static String name(long segment) {
    return PREFIX + segmentName(segment);
  }
}
