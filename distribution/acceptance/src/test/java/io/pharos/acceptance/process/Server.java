package io.pharos.acceptance.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A server as a process of its own, on loopback, asked over HTTP. Confined to one thread. */
final class Server implements AutoCloseable {
  private static final Duration PATIENCE =
      Duration.ofSeconds(Long.getLong("pharos.patience.seconds", 60));
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private final int port;
  private Process process;

  private Server(List<String> command, Map<String, String> environment, Path log, int port)
      throws IOException {
    this.command = command;
    this.environment = environment;
    this.log = log;
    this.port = port;
    this.process = launch();
  }

  /** Starts the built distribution in a folder; {@code {port}} in an argument is its port. */
  static Server pharos(Path folder, String... arguments) throws IOException, InterruptedException {
    return start(launcher().toString(), folder, arguments);
  }

  /** The same with options of its JVM. */
  static Server pharosWith(String jvmOptions, Path folder, String... arguments)
      throws IOException, InterruptedException {
    Map<String, String> environment = Map.of("PHAROS_JAVA_OPTS", jvmOptions, "PHAROS_AOT", "off");
    Server server = launch(launcher().toString(), environment, folder, arguments);
    try {
      server.await("/-/ready", 200);
      return server;
    } catch (Throwable failure) {
      server.close();
      throw failure;
    }
  }

  /** The launcher of the built distribution. */
  static Path launcher() {
    Path root = Path.of(requireNonNull(System.getProperty("pharos.root"), "run by Maven"));
    return root.resolve("distribution/server/target/pharos/bin/pharos");
  }

  /** Starts a program that answers {@code /-/ready}. */
  static Server start(String program, Path folder, String... arguments)
      throws IOException, InterruptedException {
    Server server = launch(program, folder, arguments);
    try {
      server.await("/-/ready", 200);
      return server;
    } catch (Throwable failure) {
      server.close();
      throw failure;
    }
  }

  /** Starts a program without waiting for it. */
  static Server launch(String program, Path folder, String... arguments) throws IOException {
    return launch(program, Map.of(), folder, arguments);
  }

  private static Server launch(
      String program, Map<String, String> environment, Path folder, String... arguments)
      throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>(List.of(program));
    for (String argument : arguments) {
      command.add(argument.replace("{port}", Integer.toString(port)));
    }
    Files.createDirectories(folder);
    Path log = folder.resolve(Path.of(program).getFileName() + "-" + port + ".log");
    return new Server(command, environment, log, port);
  }

  /** A port that was free a moment ago. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Whether a program is on the PATH. */
  static @Nullable Path find(String program) {
    String path = System.getenv("PATH");
    return Stream.of((path == null ? "" : path).split(":", -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it printed so far. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** Ends it at once, as a crash would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to end and answers its exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not end on SIGTERM within 30 s: " + command);
    }
    return process.exitValue();
  }

  /** Waits until it ends by itself and answers its exit code. */
  int exit() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running: " + command);
    }
    return process.exitValue();
  }

  /** Starts it again with the same arguments, and waits until it is ready. */
  void restart() throws IOException, InterruptedException {
    process = launch();
    await("/-/ready", 200);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(url(path))).timeout(PATIENCE).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** A form by POST. */
  HttpResponse<String> post(String path, String... namesAndValues)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(url(path)))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form(namesAndValues)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** A request with a body; answers its status. */
  int send(String method, String path, String contentType, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
            HttpRequest.newBuilder(URI.create(url(path)))
                .timeout(PATIENCE)
                .header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** A body by GET, as JSON. */
  JsonNode json(String path) throws IOException, InterruptedException {
    return JSON.readTree(get(path).body());
  }

  /** The {@code data.result} of an instant query. */
  JsonNode query(String expression) throws IOException, InterruptedException {
    JsonNode answer = JSON.readTree(post("/api/v1/query", "query", expression).body());
    if (!answer.path("status").asString("").equals("success")) {
      throw new AssertionError(expression + ": " + answer);
    }
    return answer.path("data").path("result");
  }

  /** Repeats an instant query until its result is as wanted. */
  JsonNode awaitQuery(String expression, Predicate<JsonNode> wanted)
      throws IOException, InterruptedException {
    return awaitQuery(expression, PATIENCE, wanted);
  }

  /** The same, with another patience. */
  JsonNode awaitQuery(String expression, Duration patience, Predicate<JsonNode> wanted)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    JsonNode result = query(expression);
    while (!wanted.test(result)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(expression + " stays " + result + "\n" + log());
      }
      process.waitFor(100, TimeUnit.MILLISECONDS);
      result = query(expression);
    }
    return result;
  }

  /** Repeats a look until it shows what is wanted; {@code what} says that in a failure. */
  void awaitThat(String what, Look look) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!look.shows()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("not seen: " + what + "\n" + log());
      }
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
  }

  /** One look at the server. */
  @FunctionalInterface
  interface Look {
    boolean shows() throws IOException, InterruptedException;
  }

  /** Waits until a path answers with a status. */
  void await(String path, int status) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        if (get(path).statusCode() == status) {
          return;
        }
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError(command + " does not answer " + path + ":\n" + log());
      }
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
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

  static String form(String... namesAndValues) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      text.append(i == 0 ? "" : "&")
          .append(URLEncoder.encode(namesAndValues[i], StandardCharsets.UTF_8))
          .append('=')
          .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  private Process launch() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(requireNonNull(log.getParent()).toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }
}
