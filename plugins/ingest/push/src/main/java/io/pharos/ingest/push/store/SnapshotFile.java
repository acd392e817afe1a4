package io.pharos.ingest.push.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.Scheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps groups in a file, which is written anew after changes, at most once in an interval, and
 * when the server ends. Thread-safe.
 */
public final class SnapshotFile {
  private static final Logger log = LoggerFactory.getLogger(SnapshotFile.class);

  private final Path file;
  private final long intervalMillis;
  private final Clock clock;
  private final Scheduler scheduler;
  private final AtomicBoolean pending = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private long written;

  @GuardedBy("lock")
  private Scheduler.@Nullable Task writing;

  /** A file that is not read or written yet. */
  public SnapshotFile(Path file, Duration interval, Clock clock, Scheduler scheduler) {
    this.file = file;
    this.clock = clock;
    this.scheduler = scheduler;
    intervalMillis = interval.toMillis();
    written = clock.millis();
  }

  /** The groups of the file; none where it is missing or cannot be read, which is logged. */
  public List<Group> read() {
    try {
      return Snapshot.read(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      log.info("no pushed groups to load file={}", file);
    } catch (IOException | StorageException e) {
      log.error("pushed groups cannot be loaded file={} error={}", file, e.toString());
    }
    return List.of();
  }

  /**
   * Says that groups have changed: they are written when the interval since the last time is over,
   * unless that is already to come.
   */
  public void changed(Supplier<List<Group>> groups) {
    if (!pending.compareAndSet(false, true)) {
      return;
    }
    lock.lock();
    try {
      writing =
          scheduler.start(
              "persist",
              () -> {
                scheduler.sleepUntil(nextWrite());
                pending.set(false);
                write(groups.get());
              });
    } finally {
      lock.unlock();
    }
  }

  /** Ends the wait for a write that is to come. */
  public void stop() {
    Scheduler.Task task;
    lock.lock();
    try {
      task = writing;
    } finally {
      lock.unlock();
    }
    if (task != null) {
      task.close();
    }
  }

  private long nextWrite() {
    lock.lock();
    try {
      return written + intervalMillis;
    } finally {
      lock.unlock();
    }
  }

  /** Writes groups, in place of what the file held; a failure is logged. */
  public void write(List<Group> groups) {
    lock.lock();
    try {
      written = clock.millis();
      Path folder = file.toAbsolutePath().getParent();
      Path draft = Files.createTempFile(folder, file.getFileName() + ".in_progress.", "");
      try {
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
          ByteBuffer bytes = ByteBuffer.wrap(Snapshot.write(groups));
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      log.error("pushed groups cannot be kept file={} error={}", file, e.toString());
    } finally {
      lock.unlock();
    }
  }
}
