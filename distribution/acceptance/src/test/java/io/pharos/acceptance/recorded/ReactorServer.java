package io.pharos.acceptance.recorded;

import static java.util.Objects.requireNonNull;

import io.pharos.kernel.main.Main;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server as a process of its own, made of the reactor's classes: the kernel from this test's
 * class path, each plugin from its {@code target/classes} in a loader of its own. Confined to one
 * thread.
 */
final class ReactorServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;
  private final int port;

  private ReactorServer(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Starts one in a folder, which holds its configuration; {@code {port}} stands for its port. */
  static ReactorServer launch(Path folder, List<String> arguments) throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx512m"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    command.add("-Dpharos.modules=" + modules());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    for (String argument : arguments) {
      command.add(argument.replace("{port}", Integer.toString(port)));
    }
    Path log = folder.resolve("server.log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new ReactorServer(process, log, port);
  }

  /** The plugins of the reactor that are built. */
  private static String modules() throws IOException {
    Path plugins =
        Path.of(requireNonNull(System.getProperty("pharos.root"), "run by Maven"), "plugins");
    try (Stream<Path> found = Files.walk(plugins, 2)) {
      return found
          .filter(path -> Files.exists(path.resolve("target/plugin.classpath")))
          .filter(path -> Files.exists(path.resolve("target/classes/plugin.properties")))
          .sorted()
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  /** Where it runs. */
  Path folder() {
    return requireNonNull(log.getParent());
  }

  /**
   * Waits until a path answers with a status.
   *
   * @return false where the process ended, or has not answered so for a minute
   */
  boolean await(String path, int status) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      try {
        if (Wire.send(port, Map.of("method", "GET", "path", path)).status() == status) {
          return true;
        }
      } catch (IOException e) {
        // not listening yet
      }
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    return false;
  }

  /** Lets time pass, at most until the process ends. */
  void pass(long millis) throws InterruptedException {
    process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** The last line that it printed. */
  String lastLine() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.isEmpty() ? "" : lines.getLast();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
