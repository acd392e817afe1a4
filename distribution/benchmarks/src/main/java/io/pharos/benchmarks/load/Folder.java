package io.pharos.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of one measurement: the server's data, its configuration and its output. Immutable.
 */
record Folder(Path path, boolean keep) implements AutoCloseable {
  /** A folder that is kept if it is named, otherwise one below the temporary folder. */
  static Folder open(String named) throws IOException {
    Path path = named.isEmpty() ? Files.createTempDirectory("pharos-measure") : Path.of(named);
    Files.createDirectories(path.resolve("data"));
    return new Folder(path.toAbsolutePath(), !named.isEmpty());
  }

  Path data() {
    return path.resolve("data");
  }

  Path config() {
    return path.resolve("prometheus.yml");
  }

  Path log() {
    return path.resolve("server.log");
  }

  /** Bytes that the data takes on disk; du knows holes of mapped files, Java does not. */
  long diskBytes() throws IOException, InterruptedException {
    Process du = new ProcessBuilder("du", "-s", "-B1", data().toString()).start();
    String text = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (du.waitFor() != 0) {
      throw new IOException("du failed on " + data());
    }
    return Long.parseLong(text.substring(0, text.indexOf('\t')));
  }

  @Override
  public void close() {
    if (keep) {
      return;
    }
    try (Stream<Path> found = Files.walk(path)) {
      List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      System.err.println("not removed: " + path + ": " + e.getMessage());
    }
  }
}
