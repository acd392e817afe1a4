package io.pharos.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The distribution as it starts without any file of the user's. */
class DefaultStartIT {
  @TempDir Path folder;

  @Test
  void watchesTheMachineAndItselfWithoutASocketAndHasAnAlertmanager() throws Exception {
    try (Server server =
        Server.pharos(
            folder, "--web.listen-address=127.0.0.1:{port}", "--storage.tsdb.path=data")) {
      server.awaitQuery("up{job=~\"node|jvm\"} == 1", result -> result.size() == 2);

      JsonNode node = server.query("up{job=\"node\"}").get(0).path("metric");
      assertThat(node.path("instance").asString()).isEqualTo("localhost:9100");
      assertThat(server.query("count(node_cpu_seconds_total{mode=\"idle\"})").size()).isOne();
      assertThat(server.query("jvm_runtime_info").size()).isOne();
      JsonNode target =
          server.json("/api/v1/targets?scrapePool=node").path("data").path("activeTargets").get(0);
      assertThat(target.path("scrapeUrl").asString()).isEqualTo("plugin://localhost:9100/metrics");
      assertThat(server.json("/api/v1/rules").toString()).contains("InstanceDown");
      assertThat(server.get("/api/v2/status").statusCode()).isEqualTo(200);
      assertThat(server.stop()).isZero();
    }
  }
}
