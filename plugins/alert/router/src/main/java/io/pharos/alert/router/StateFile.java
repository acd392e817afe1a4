package io.pharos.alert.router;

import io.pharos.spi.error.StorageException;
import io.pharos.toolkit.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of JSON values in a file that is replaced whole. Guarded by the caller's lock. */
final class StateFile {
  private final Path file;

  StateFile(Path file) {
    this.file = file;
  }

  /** What was written last; nothing if there is no file. */
  List<?> read() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Json.parse(Files.readString(file)) instanceof List<?> list ? list : List.of();
    } catch (IOException | IllegalArgumentException e) {
      throw new StorageException(
          StorageException.Code.CORRUPT,
          "state of the alertmanager cannot be read [file="
              + file
              + "]: "
              + e.getMessage()
              + "; move the file away to start without it",
          e);
    }
  }

  /** Writes a list in place of the last one; durable when it returns. */
  void write(List<?> values) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    byte[] text = Json.write(values).getBytes(StandardCharsets.UTF_8);
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (FileChannel channel = open(fresh)) {
        ByteBuffer rest = ByteBuffer.wrap(text);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Code.IO,
          "state of the alertmanager cannot be written [file=" + file + "]: " + e.getMessage(),
          e);
    }
  }

  private static FileChannel open(@Nullable Path path) throws IOException {
    if (path == null) {
      throw new IOException("no file");
    }
    return FileChannel.open(
        path,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }
}
