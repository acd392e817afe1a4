package io.pharos.kernel.main;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a server on an empty folder and a free port, asks it what first visitors ask, and ends:
 * the JVM notes which classes that needs, for the AOT cache of the distribution.
 */
final class TrainingRun {
  /** The argument that asks for it. */
  static final String WORD = "training-run";

  private static final List<String> PATHS =
      List.of(
          "/-/ready",
          "/query",
          "/metrics",
          "/api/v1/query?query=up",
          "/api/v1/query?query=sum%20by%20(job)%20(rate(prometheus_http_requests_total%5B5m%5D))",
          "/api/v1/query_range?query=up&start=0&end=60&step=15",
          "/api/v1/labels",
          "/api/v1/targets",
          "/api/v1/status/buildinfo");

  private TrainingRun() {}

  static int run(PluginScan scan) {
    try {
      Path folder = Files.createTempDirectory("pharos-training");
      try {
        serve(folder, scan);
      } finally {
        delete(folder);
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void serve(Path folder, PluginScan scan) throws IOException {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global:
          scrape_interval: 1s
        scrape_configs:
          - job_name: prometheus
            static_configs:
              - targets: ["localhost:1"]
        """);
    List<String> arguments = new ArrayList<>();
    arguments.add("--config.file=" + config);
    arguments.add("--storage.tsdb.path=" + folder.resolve("data"));
    arguments.add("--web.listen-address=127.0.0.1:0");
    try (PharosServer server = PharosServer.prepare(arguments, scan)) {
      server.start();
      int port = server.addresses("server").getFirst().getPort();
      for (String path : PATHS) {
        ask("http://127.0.0.1:" + port + path);
      }
    }
  }

  /** An answer of any status will do: plugins may be absent. */
  private static void ask(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    InputStream body =
        connection.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST
            ? connection.getInputStream()
            : connection.getErrorStream();
    if (body != null) {
      body.readAllBytes();
      body.close();
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, java.io.IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
