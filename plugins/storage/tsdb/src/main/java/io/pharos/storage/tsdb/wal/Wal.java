package io.pharos.storage.tsdb.wal;

import static java.util.Objects.requireNonNull;

import io.pharos.spi.error.StorageException;
import io.pharos.storage.tsdb.chunk.Sink;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.file.Failures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log. A record is framed by its length and CRC-32C and goes to the kernel by one write
 * before {@link #append} returns. A record that could not be written whole is cut off again; where
 * that fails too, the next record starts a new segment. Thread-safe.
 */
public final class Wal implements AutoCloseable {
  private final Disk disk;
  private final Path folder;
  private final Durability durability;
  private final long segmentBytes;
  private final LongSupplier nanos;
  private final DoubleConsumer syncSeconds;

  private final ReentrantLock writeLock = new ReentrantLock();

  /** Held while the disk is asked to sync; never taken by those who hold it not and write. */
  private final ReentrantLock syncLock = new ReentrantLock();

  private final CRC32C crc = new CRC32C();
  private Disk.@Nullable Out out;
  private long segment;
  private long position;
  private long written;
  private volatile long synced;
  private boolean isBroken;

  public Wal(
      Disk disk,
      Path folder,
      Durability durability,
      long segmentBytes,
      LongSupplier nanos,
      DoubleConsumer syncSeconds) {
    this.disk = disk;
    this.folder = folder;
    this.durability = durability;
    this.segmentBytes = segmentBytes;
    this.nanos = nanos;
    this.syncSeconds = syncSeconds;
  }

  /** Starts a segment behind all that are there. */
  public void open() {
    writeLock.lock();
    try {
      Files.createDirectories(folder);
      List<Long> segments = segments(folder);
      segment = segments.isEmpty() ? 0 : segments.getLast();
      roll();
    } catch (IOException e) {
      throw Failures.of("cannot open the log [folder=" + folder + "]", e);
    } finally {
      writeLock.unlock();
    }
  }

  /** An empty record to be filled and given to {@link #append}. */
  public static Sink record(Sink reuse) {
    reuse.clear();
    reuse.i64(0);
    return reuse;
  }

  /**
   * Writes a record; returns when it is as safe as was asked for.
   *
   * @return the segment that holds it
   */
  public long append(Sink record) {
    long end;
    long at;
    writeLock.lock();
    try {
      Disk.Out out = this.out;
      if (out == null) {
        throw new StorageException(StorageException.Code.CLOSED, "the log is closed");
      }
      if (isBroken || (position > WalFormat.HEADER && position + record.size() > segmentBytes)) {
        roll();
        out = requireNonNull(this.out);
      }
      frame(record);
      write(out, record);
      position += record.size();
      written += record.size();
      end = written;
      at = segment;
    } catch (IOException e) {
      throw Failures.of("cannot write the log [folder=" + folder + "]", e);
    } finally {
      writeLock.unlock();
    }
    if (durability == Durability.SYNC) {
      syncTo(end);
    }
    return at;
  }

  private void frame(Sink record) {
    int length = record.size() - WalFormat.FRAME;
    if (length > WalFormat.MAX_RECORD) {
      throw new StorageException(
          StorageException.Code.LIMIT, "the transaction is too large [bytes=" + length + "]");
    }
    crc.reset();
    crc.update(record.array(), WalFormat.FRAME, length);
    record.i32At(0, length);
    record.i32At(4, (int) crc.getValue());
  }

  private void write(Disk.Out out, Sink record) throws IOException {
    try {
      out.write(record.buffer());
    } catch (IOException e) {
      isBroken = true;
      try {
        out.truncate(position);
        out.position(position);
        isBroken = false;
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  /** Makes what was written so far survive a power cut. */
  public void sync() {
    long end;
    writeLock.lock();
    try {
      end = written;
    } finally {
      writeLock.unlock();
    }
    syncTo(end);
  }

  /** One caller syncs for all that wait. */
  private void syncTo(long end) {
    if (synced >= end) {
      return;
    }
    syncLock.lock();
    try {
      if (synced >= end) {
        return;
      }
      Disk.Out file;
      long reached;
      writeLock.lock();
      try {
        file = out;
        reached = written;
      } finally {
        writeLock.unlock();
      }
      if (file != null) {
        long start = nanos.getAsLong();
        file.force();
        syncSeconds.accept((nanos.getAsLong() - start) / 1e9);
      }
      synced = reached;
    } catch (IOException e) {
      throw Failures.of("cannot sync the log [folder=" + folder + "]", e);
    } finally {
      syncLock.unlock();
    }
  }

  /** Starts a new segment and answers its number: all later records are in it or behind. */
  public long rotate() {
    writeLock.lock();
    try {
      roll();
      return segment;
    } catch (IOException e) {
      throw Failures.of("cannot rotate the log [folder=" + folder + "]", e);
    } finally {
      writeLock.unlock();
    }
  }

  private void roll() throws IOException {
    Disk.Out before = out;
    if (before != null) {
      before.force();
    }
    Path file = folder.resolve(name(segment + 1));
    Disk.Out next = disk.create(file);
    Sink header = new Sink(WalFormat.HEADER);
    header.i64(WalFormat.MAGIC);
    try {
      next.write(header.buffer());
      disk.syncFolder(folder);
    } catch (IOException e) {
      next.close();
      Files.deleteIfExists(file);
      throw e;
    }
    out = next;
    segment++;
    position = WalFormat.HEADER;
    isBroken = false;
    if (before != null) {
      before.close();
    }
  }

  /** Deletes the segments before one. */
  public void deleteBefore(long first) {
    try {
      for (long number : segments(folder)) {
        if (number < first) {
          disk.delete(folder.resolve(name(number)));
        }
      }
    } catch (IOException e) {
      throw Failures.of("cannot delete old segments of the log [folder=" + folder + "]", e);
    }
  }

  /** The segment that is being written. */
  public long segment() {
    return segment;
  }

  /** Bytes in all segments. */
  public long bytes() {
    try {
      long bytes = 0;
      for (long number : segments(folder)) {
        bytes += Files.size(folder.resolve(name(number)));
      }
      return bytes;
    } catch (IOException e) {
      return 0; // a segment was deleted between listing and asking; the next reading is right
    }
  }

  @Override
  public void close() {
    writeLock.lock();
    try {
      Disk.Out out = this.out;
      if (out != null) {
        this.out = null;
        out.force();
        out.close();
      }
    } catch (IOException e) {
      throw Failures.of("cannot close the log [folder=" + folder + "]", e);
    } finally {
      writeLock.unlock();
    }
  }

  static String name(long segment) {
    return String.format(Locale.ROOT, "%08d", segment);
  }

  /** The numbers of the segments in a folder, ascending. */
  public static List<Long> segments(Path folder) throws IOException {
    List<Long> numbers = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (var listing = Files.newDirectoryStream(folder, "[0-9]*")) {
        for (Path file : listing) {
          String name = file.getFileName().toString();
          if (name.matches("[0-9]{8}")) {
            numbers.add(Long.parseLong(name));
          }
        }
      }
    }
    numbers.sort(null);
    return numbers;
  }
}
