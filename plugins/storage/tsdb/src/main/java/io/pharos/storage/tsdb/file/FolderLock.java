package io.pharos.storage.tsdb.file;

import io.pharos.spi.error.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second process off a folder, by a lock of the operating system on a file {@code lock} in
 * it, which ends with the process. Confined to its owner.
 */
public final class FolderLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final boolean replaced;

  private FolderLock(Path file, FileChannel channel, boolean replaced) {
    this.file = file;
    this.channel = channel;
    this.replaced = replaced;
  }

  /** Takes the folder, or throws a {@code StorageException} of code UNAVAILABLE. */
  public static FolderLock take(Path folder) {
    Path file = folder.resolve("lock");
    try {
      boolean old = Files.exists(file);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        FileLock lock = tryLock(channel);
        if (lock == null) {
          throw new StorageException(
              StorageException.Code.UNAVAILABLE,
              "the folder is in use by another process [folder="
                  + folder
                  + "]; stop that one, or"
                  + " give another --storage.tsdb.path");
        }
        channel.truncate(0);
        channel.write(
            ByteBuffer.wrap(
                Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new FolderLock(file, channel, old);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw Failures.of("cannot lock the folder [folder=" + folder + "]", e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another storage of this process has it
    }
  }

  /** Whether the file of an earlier process was there, which did not end cleanly. */
  public boolean replacedOld() {
    return replaced;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      throw Failures.of("cannot release the folder [file=" + file + "]", e);
    }
  }
}
