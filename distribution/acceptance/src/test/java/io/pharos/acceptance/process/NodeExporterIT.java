package io.pharos.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The main job on real input: a real exporter is scraped, and a crash loses nothing. */
class NodeExporterIT {
  private static final int SCRAPES = Boolean.getBoolean("pharos.long") ? 60 : 4;

  @TempDir Path folder;

  @Test
  void itsSeriesAreQueriedAndSurviveACrash() throws Exception {
    Path program = Server.find("prometheus-node-exporter");
    assumeTrue(program != null, "prometheus-node-exporter is not installed");
    try (Server exporter =
        Server.launch(String.valueOf(program), folder, "--web.listen-address=127.0.0.1:{port}")) {
      exporter.await("/metrics", 200);
      try (Server pharos = pharos(exporter.port())) {
        pharos.awaitQuery(
            "count_over_time(up{job=\"node\"}[10m])",
            Duration.ofSeconds(60 + 5 * SCRAPES),
            result -> firstValue(result) >= SCRAPES);
        double seen = firstValue(pharos.query("count({job=\"node\"})"));
        double idle = firstValue(pharos.query("min_over_time(node_time_seconds[10m])"));

        pharos.kill();
        pharos.restart();

        assertThat(seen).isGreaterThan(300);
        assertThat(firstValue(pharos.query("count(last_over_time({job=\"node\"}[10m]))")))
            .isGreaterThanOrEqualTo(seen);
        assertThat(firstValue(pharos.query("min_over_time(node_time_seconds[10m])")))
            .isEqualTo(idle);
        assertThat(firstValue(pharos.query("count_over_time(up{job=\"node\"}[10m])")))
            .isGreaterThanOrEqualTo(SCRAPES);
        pharos.awaitQuery("rate(node_cpu_seconds_total{mode=\"idle\"}[1m])", r -> !r.isEmpty());
      }
    }
  }

  private Server pharos(int exporterPort) throws Exception {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global:
          scrape_interval: %s
        scrape_configs:
          - job_name: node
            static_configs:
              - targets: ["127.0.0.1:%d"]
        """
            .formatted(SCRAPES > 10 ? "5s" : "1s", exporterPort));
    return Server.pharos(
        folder,
        "--config.file=" + config,
        "--storage.tsdb.path=" + folder.resolve("data"),
        "--web.listen-address=127.0.0.1:{port}");
  }

  private static double firstValue(JsonNode result) {
    return result.isEmpty() ? 0 : Double.parseDouble(result.get(0).path("value").get(1).asString());
  }
}
