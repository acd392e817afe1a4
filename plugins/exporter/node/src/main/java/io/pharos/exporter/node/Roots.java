package io.pharos.exporter.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the kernel shows itself, and where the machine's own file system is mounted. Immutable. */
record Roots(Path proc, Path sys, Path root, Path udev) {
  /** More than any file that is read here has. */
  private static final int MOST_BYTES = 16 << 20;

  /** The text of a file. */
  static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES);
      if (bytes.length == MOST_BYTES) {
        throw new IOException("file is too large [file=" + file + ", limit=" + MOST_BYTES + "]");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** The text of a file without blanks around it, null where it is missing. */
  static @Nullable String readIfPresent(Path file) throws IOException {
    try {
      return read(file).strip();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** The lines of a file. */
  static List<String> lines(Path file) throws IOException {
    return read(file).lines().toList();
  }

  /** The words of a line, which blanks and tabs part. */
  static String[] words(String line) {
    String stripped = line.strip();
    return stripped.isEmpty() ? new String[0] : stripped.split("\\s+", -1);
  }
}
