package io.pharos.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.pharos.acceptance.stranger.StrangerPlugin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A running server with a plugin folder of its own, files that the test changes, and a target that
 * is scraped every other second, whatever happens to plugins. Confined to one thread.
 */
final class Workbench implements AutoCloseable {
  private static final long STEADY_MILLIS = 2000;

  private static final String NOBODY =
      """
      route: {receiver: nobody}
      receivers: [{name: nobody}]
      """;

  private final Path folder;
  private final Path plugins;
  private final HttpServer target;
  private final List<Long> visits;
  private final Server server;
  private final long pid;
  private final double startedAt;

  private Workbench(
      Path folder, HttpServer target, List<Long> visits, String jvmOptions, List<String> flags)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.target = target;
    this.visits = visits;
    plugins = Files.createDirectories(folder.resolve("dropped"));
    write("");
    Files.writeString(alertmanager(), NOBODY);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--alertmanager.config.file=" + alertmanager(),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:{port}",
                "--web.enable-lifecycle",
                "--plugins.path=" + Server.launcher().resolve("../../plugins").normalize(),
                "--plugins.path=" + plugins));
    arguments.addAll(flags);
    server = Server.pharosWith(jvmOptions, folder, arguments.toArray(String[]::new));
    pid = server.pid();
    server.awaitQuery("up{job=\"steady\"} == 1", result -> result.size() == 1);
    startedAt = startTime();
  }

  /** A server in a folder, with some more flags. */
  static Workbench open(Path folder, String jvmOptions, String... flags)
      throws IOException, InterruptedException {
    HttpServer target =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    List<Long> visits = new CopyOnWriteArrayList<>();
    target.createContext(
        "/metrics",
        exchange -> {
          visits.add(System.nanoTime());
          byte[] body = "steady_value 1\n".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    target.start();
    try {
      return new Workbench(folder, target, visits, jvmOptions, List.of(flags));
    } catch (Throwable failure) {
      target.stop(0);
      throw failure;
    }
  }

  Server server() {
    return server;
  }

  /** The address of the target that is always there. */
  String target() {
    return "127.0.0.1:" + target.getAddress().getPort();
  }

  /** A file of the test. */
  Path file(String name) {
    return folder.resolve(name);
  }

  private Path alertmanager() {
    return folder.resolve("alertmanager.yml");
  }

  /** Writes the configuration: the steady job, and what follows in the list of jobs and behind. */
  void write(String more) throws IOException {
    String steady =
        """
        global:
          scrape_interval: 500ms
          evaluation_interval: 500ms
        scrape_configs:
          - job_name: steady
            scrape_interval: 2s
            static_configs: [{targets: ["%s"]}]
        """
            .formatted(target());
    Files.writeString(folder.resolve("prometheus.yml"), steady + more);
  }

  /** Writes the configuration and loads it. */
  void configure(String more) throws IOException, InterruptedException {
    write(more);
    reload();
  }

  /** Writes the alertmanager's configuration and loads it. */
  void alertmanager(String text) throws IOException, InterruptedException {
    Files.writeString(alertmanager(), text);
    reload();
  }

  private void reload() throws IOException, InterruptedException {
    var answer = server.post("/-/reload");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** Puts a plugin into the folder, in place of an earlier version of it. */
  Path drop(StrangerPlugin plugin) {
    return plugin.jarInto(plugins, folder.resolve("work"));
  }

  /** Puts a plugin into the folder and waits until this version of it is loaded. */
  Path load(StrangerPlugin plugin, String version) throws IOException, InterruptedException {
    Path jar = drop(plugin);
    String loaded = "plugin is loaded [plugin=" + plugin.id() + ", version=" + version;
    server.awaitThat(loaded, () -> server.log().contains(loaded));
    assertThat(plugin(plugin.id()).path("state").asString("")).isEqualTo("loaded");
    return jar;
  }

  /** Deletes a plugin's file and waits until the server has forgotten it. */
  void remove(StrangerPlugin plugin) throws IOException, InterruptedException {
    Files.delete(plugins.resolve(plugin.id() + ".jar"));
    server.awaitThat(plugin.id() + " is gone", () -> plugin(plugin.id()).isMissingNode());
  }

  /** What the page of plugins shows of one. */
  JsonNode plugin(String id) throws IOException, InterruptedException {
    for (JsonNode plugin : server.json("/api/v1/status/plugins").path("data").path("plugins")) {
      if (plugin.path("id").asString("").equals(id)) {
        return plugin;
      }
    }
    return server.json("/api/v1/status/plugins").path("nothing");
  }

  /** Waits until the page of plugins shows a field of one as wanted. */
  JsonNode awaitPlugin(String id, String field, String value)
      throws IOException, InterruptedException {
    server.awaitThat(
        id + " with " + field + " " + value,
        () -> plugin(id).path(field).asString("").equals(value));
    return plugin(id);
  }

  /** A value of the server's own metrics, 0 where it is not shown. */
  double metric(String series) throws IOException, InterruptedException {
    Matcher line =
        Pattern.compile("^" + Pattern.quote(series) + " (\\S+)$", Pattern.MULTILINE)
            .matcher(server.get("/metrics").body());
    return line.find() ? Double.parseDouble(line.group(1)) : 0;
  }

  /** How many class loaders of a plugin's former versions are held. */
  double heldLoaders(String id) throws IOException, InterruptedException {
    return metric("pharos_plugin_held_loaders{plugin=\"" + id + "\"}");
  }

  /** Waits until the class loaders of all former versions of a plugin are freed. */
  void awaitFreed(String id) throws IOException, InterruptedException {
    server.awaitThat(
        "no loader of " + id + " is held",
        () -> {
          collectGarbage();
          return heldLoaders(id) == 0;
        });
  }

  private void collectGarbage() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(server.pid()), "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("jcmd.log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  /** The same process has run all the time. */
  void assertSameProcess() throws IOException, InterruptedException {
    assertThat(server.pid()).isEqualTo(pid);
    assertThat(startTime()).isEqualTo(startedAt);
  }

  private double startTime() throws IOException, InterruptedException {
    return metric("process_start_time_seconds");
  }

  /** The steady target was scraped all the time, and failed only where the machine was too slow. */
  void assertNoScrapeWasMissed() throws IOException, InterruptedException {
    server.awaitQuery("count_over_time(up{job=\"steady\"}[1h]) > 2", r -> r.size() == 1);
    JsonNode samples = server.query("up{job=\"steady\"}[1h]").path(0).path("values");
    double before = samples.path(0).path(0).asDouble();
    for (JsonNode sample : samples) {
      double time = sample.path(0).asDouble();
      assertThat((time - before) * 1000).as("gap before %s", time).isLessThan(2.5 * STEADY_MILLIS);
      before = time;
    }
    String failed =
        "up{job=\"steady\"} == 0 and on() scrape_duration_seconds{job=\"steady\"} < 1.9";
    assertThat(server.query("count_over_time((" + failed + ")[1h:1s])").size()).isZero();
  }

  /** The steady target was asked all the time, wherever its samples went. */
  void assertTargetWasVisitedAllTheTime() {
    long before = visits.getFirst();
    for (long visit : visits) {
      assertThat(TimeUnit.NANOSECONDS.toMillis(visit - before))
          .as("gap between visits")
          .isLessThan(5 * STEADY_MILLIS / 2);
      before = visit;
    }
  }

  @Override
  public void close() {
    server.close();
    target.stop(0);
  }
}
