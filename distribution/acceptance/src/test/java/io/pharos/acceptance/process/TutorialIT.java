package io.pharos.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.sun.net.httpserver.HttpServer;
import io.pharos.acceptance.house.Tutorial;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The tutorial as somebody follows it: its blocks are saved and run as they stand. */
class TutorialIT {
  private static final Tutorial PAGE = Tutorial.read();

  @TempDir Path folder;

  private Path house() {
    return folder.resolve("house");
  }

  @Test
  void itsPluginIsBuiltAndRuns() throws Exception {
    List<String> rung = new CopyOnWriteArrayList<>();
    HttpServer hall = hall(rung);
    build();
    save("prometheus.yml", PAGE.block("yaml", "exporters:"));
    save("rules.yml", PAGE.block("yaml", "alert:"));
    String address = "127.0.0.1:" + hall.getAddress().getPort();
    save("alertmanager.yml", PAGE.block("yaml", "bell_configs").replace("127.0.0.1:8000", address));
    String start = PAGE.block("sh", "--plugins.path");
    sh(start.substring(0, start.indexOf('\n')));
    String[] flags =
        start
            .substring(start.indexOf("bin/pharos") + "bin/pharos".length())
            .strip()
            .replace("$PHAROS", pharos().toString())
            .replace(":9090", ":{port}")
            .split("\\s+");
    try (Server server = Server.pharosWith("-Xmx256m", house(), flags)) {
      server.awaitQuery("stairs_steps == 39", result -> result.size() == 1);
      server.awaitThat(
          "the bell rings", () -> rung.contains("ding dong: 1 of {alertname=\"SomebodyClimbs\"}"));
      assertThat(server.stop()).isZero();
    } finally {
      hall.stop(0);
    }
  }

  @Test
  void itsTestPasses() throws Exception {
    build();
    String name = "src/com/example/house/BellTest.java";
    save(name, PAGE.block("java", "class BellTest"));
    Path classes = house().resolve("classes");
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                classes + java.io.File.pathSeparator + System.getProperty("java.class.path"),
                house().resolve(name).toString());
    assertThat(code).isZero();
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, TutorialIT.class.getClassLoader())) {
      LauncherDiscoveryRequest request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(selectClass(loader.loadClass("com.example.house.BellTest")))
              .build();
      SummaryGeneratingListener summary = new SummaryGeneratingListener();
      LauncherFactory.create().execute(request, summary);
      assertThat(summary.getSummary().getFailures()).isEmpty();
      assertThat(summary.getSummary().getTestsSucceededCount()).isGreaterThan(5);
    }
  }

  /** Sections 1 to 5. */
  private void build() throws IOException, InterruptedException {
    Files.createDirectories(house());
    sh(PAGE.block("sh", "mkdir -p house/").replace("house/", "").replace("cd house", ""));
    save("plugin.properties", PAGE.block("properties", "plugin.id"));
    save("src/com/example/house/BellFactory.java", PAGE.block("java", "class BellFactory"));
    save("src/com/example/house/StairsFactory.java", PAGE.block("java", "class StairsFactory"));
    sh(PAGE.block("sh", "javac"));
  }

  private void save(String name, String text) throws IOException {
    Files.writeString(house().resolve(name), text);
  }

  private static Path pharos() {
    return Server.launcher().resolve("../..").normalize();
  }

  private void sh(String script) throws IOException, InterruptedException {
    Path log = folder.resolve("sh.log");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-eu", "-c", script)
            .directory(house().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("PHAROS", pharos().toString());
    String jdk = Path.of(System.getProperty("java.home"), "bin").toString();
    builder.environment().merge("PATH", jdk, (path, bin) -> bin + ":" + path);
    Process process = builder.start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(script + "\n" + Files.readString(log)).isZero();
  }

  private static HttpServer hall(List<String> rung) throws IOException {
    HttpServer hall =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hall.createContext(
        "/ring",
        exchange -> {
          rung.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    hall.start();
    return hall;
  }
}
