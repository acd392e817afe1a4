package io.pharos.acceptance.recorded;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks recorded requests again: a server for each profile, as its description says; failed cases
 * are counted and named, not thrown. {@code -Dpharos.conformance.only=REGEX} takes the cases whose
 * names hold a match, {@code -Dpharos.conformance.profile=NAME} one profile.
 */
@Tag("conformance")
@EnabledIfSystemProperty(named = "pharos.conformance", matches = ".+")
class HttpApiConformanceTest {
  private static final Map<String, String> REMOTE_WRITE =
      Map.of(
          "Content-Type", "application/x-protobuf",
          "Content-Encoding", "snappy",
          "X-Prometheus-Remote-Write-Version", "0.1.0");

  @TempDir Path folder;

  private final Map<String, int[]> counts = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();

  @Test
  void answersAsTheOriginal() throws Exception {
    Path startedIn = Path.of(System.getProperty("pharos.started-in", "."));
    Path home =
        startedIn
            .resolve(requireNonNull(System.getProperty("pharos.conformance")))
            .resolve("http-api");
    assumeTrue(Files.isDirectory(home), "no cases of the HTTP API");
    String only = System.getProperty("pharos.conformance.profile", "");
    List<Profile> profiles = Profile.read(home);
    assertThat(profiles).isNotEmpty();
    for (Profile profile : profiles) {
      if (only.isEmpty() || only.equals(profile.name())) {
        run(home, profile);
      }
    }
    report();
  }

  private void run(Path home, Profile profile) throws IOException, InterruptedException {
    List<Map<String, @Nullable Object>> cases = profile.cases(home);
    Path work = folder.resolve(profile.name());
    copy(requireNonNull(profile.config().getParent()), work);
    List<String> arguments = new ArrayList<>();
    arguments.add("--config.file=prometheus.yml");
    arguments.add("--web.listen-address=127.0.0.1:{port}");
    String storage = profile.flags().contains("--agent") ? "agent" : "tsdb";
    arguments.add("--storage." + storage + ".path=data");
    arguments.addAll(profile.flags());
    if (!profile.getsReady()) {
      pipe(work.resolve("data/wal/00000000"));
    }
    Process exporter = profile.exporter() ? exporter(home) : null;
    try (ReactorServer server = ReactorServer.launch(work, arguments)) {
      if (!isUp(server, profile)) {
        String reason = "the server does not start: " + server.lastLine();
        for (Map<String, @Nullable Object> testCase : cases) {
          count(testCase, List.of(reason));
        }
        return;
      }
      if (profile.dataset()) {
        load(home, server.port());
      }
      if (!profile.appended().isEmpty()) {
        Files.writeString(
            work.resolve("prometheus.yml"), profile.appended(), StandardOpenOption.APPEND);
      }
      server.pass(profile.waitMillis());
      for (Map<String, @Nullable Object> testCase : cases) {
        count(testCase, differences(server.port(), testCase));
      }
    } finally {
      if (exporter != null) {
        exporter.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  /** Waits until it is as far as it gets; one with users answers 401 then. */
  private static boolean isUp(ReactorServer server, Profile profile) throws InterruptedException {
    String path = profile.getsReady() ? "/-/ready" : "/-/healthy";
    boolean hasUsers = Files.exists(server.folder().resolve("web.yml"));
    return server.await(profile.routePrefix() + path, hasUsers ? 401 : 200);
  }

  private static void pipe(Path file) throws IOException, InterruptedException {
    Files.createDirectories(requireNonNull(file.getParent()));
    int code = new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
    assertThat(code).as("mkfifo %s", file).isZero();
  }

  private static Process exporter(Path home) throws IOException {
    return new ProcessBuilder("python3", home.resolve("state/exporter.py").toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.write(target, Files.readAllBytes(file));
        }
      }
    }
  }

  private static void load(Path home, int port) throws IOException {
    for (int i = 0; Files.exists(home.resolve("state/write-" + i + ".bin")); i++) {
      byte[] body = Files.readAllBytes(home.resolve("state/write-" + i + ".bin"));
      Answer answer =
          Wire.send(
              port,
              Map.of(
                  "method",
                  "POST",
                  "path",
                  "/api/v1/write",
                  "headers",
                  REMOTE_WRITE,
                  "body_base64",
                  Base64.getEncoder().encodeToString(body)));
      assertThat(answer.status()).as("write-%s.bin", i).isEqualTo(204);
    }
  }

  private static List<String> differences(int port, Map<String, @Nullable Object> testCase) {
    Answer answer;
    try {
      answer = Wire.send(port, Json.object(testCase.get("request")));
    } catch (IOException e) {
      return List.of("no answer: " + e.getMessage());
    }
    Map<String, @Nullable Object> response = Json.object(testCase.get("response"));
    List<String> found = new Comparison(testCase, response).differences(answer);
    for (Object other : Json.list(testCase.get("alternatives"))) {
      if (!found.isEmpty()
          && new Comparison(testCase, Json.object(other)).differences(answer).isEmpty()) {
        return List.of();
      }
    }
    return found;
  }

  private void count(Map<String, @Nullable Object> testCase, List<String> differences) {
    String name = Json.text(testCase.get("name"));
    String only = System.getProperty("pharos.conformance.only", "");
    if (!only.isEmpty() && !java.util.regex.Pattern.compile(only).matcher(name).find()) {
      return;
    }
    String file = name.split("/", 2)[0];
    counts.computeIfAbsent(file, _ -> new int[2])[differences.isEmpty() ? 0 : 1]++;
    if (!differences.isEmpty()) {
      Map<String, @Nullable Object> request = Json.object(testCase.get("request"));
      failures.add(
          "http-api failed: " + name + ": " + request.get("method") + " " + request.get("path"));
      differences.forEach(line -> failures.add("    " + line));
    }
  }

  @SuppressWarnings("SystemOut") // the report is for people and for the build's script
  private void report() {
    failures.forEach(System.out::println);
    counts.forEach((file, n) -> System.out.println("  " + file + ": " + n[0] + " / " + n[1]));
    int passed = counts.values().stream().mapToInt(n -> n[0]).sum();
    int failed = counts.values().stream().mapToInt(n -> n[1]).sum();
    System.out.println("http-api: " + passed + " passed, " + failed + " failed");
  }
}
