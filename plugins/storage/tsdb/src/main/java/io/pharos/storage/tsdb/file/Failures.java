package io.pharos.storage.tsdb.file;

import io.pharos.spi.error.StorageException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** Turns failures of the file system into the storage's errors. */
public final class Failures {
  private Failures() {}

  /** The error for what failed: FULL where the disk or a quota is full, else IO. */
  public static StorageException of(String what, IOException cause) {
    String message = cause.getMessage();
    String reason = message == null ? cause.getClass().getSimpleName() : message;
    if (cause instanceof FileSystemException files && files.getReason() != null) {
      reason = files.getReason() + " " + files.getFile();
    }
    return new StorageException(
        isFull(reason) ? StorageException.Code.FULL : StorageException.Code.IO,
        what + ": " + reason,
        cause);
  }

  private static boolean isFull(String reason) {
    String lower = reason.toLowerCase(Locale.ROOT);
    return lower.contains("no space left") || lower.contains("quota exceeded");
  }
}
