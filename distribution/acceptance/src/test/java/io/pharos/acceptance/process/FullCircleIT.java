package io.pharos.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From a push over a rule to a webhook and back, each half on the listener of its original. */
class FullCircleIT {
  @TempDir Path folder;

  @Test
  void aPushedValueFiresAnAlertThatReachesAWebhookAndResolves() throws Exception {
    int push = Server.freePort();
    int alertmanager = Server.freePort();
    try (Webhook webhook = new Webhook();
        Server server = pharos(webhook, push, alertmanager);
        Site pushSite = new Site(push);
        Site alertSite = new Site(alertmanager)) {
      assertThat(pushSite.send("PUT", "/metrics/job/batch/instance/one", "queue_length 9\n"))
          .isEqualTo(200);
      assertThat(pushSite.send("POST", "/metrics/job/batch/instance/two", "queue_length 8\n"))
          .isEqualTo(200);
      assertThat(pushSite.send("PUT", "/metrics/job@base64/YmF0Y2g/instance/three", "idle 1\n"))
          .isEqualTo(200);

      server.awaitQuery(
          "queue_length{job=\"batch\",instance=~\"one|two\"} > 5", found -> found.size() == 2);
      server.awaitQuery("ALERTS{alertstate=\"firing\"}", found -> found.size() == 2);
      assertThat(server.query("ALERTS_FOR_STATE").size()).isEqualTo(2);
      assertThat(server.query("idle{job=\"batch\",instance=\"three\"}").size()).isOne();

      JsonNode fired = webhook.await(body -> body.path("alerts").size() == 2);
      assertThat(fired.path("version").asString()).isEqualTo("4");
      assertThat(fired.path("status").asString()).isEqualTo("firing");
      assertThat(fired.path("receiver").asString()).isEqualTo("ops");
      assertThat(fired.path("groupLabels").toString()).isEqualTo("{\"alertname\":\"LongQueue\"}");
      assertThat(fired.path("commonLabels").path("team").asString()).isEqualTo("ops");
      assertThat(fired.path("alerts").get(0).path("annotations").path("summary").asString())
          .startsWith("queue of ");

      assertThat(alertSite.json("/api/v2/alerts").size()).isEqualTo(2);
      JsonNode groups = alertSite.json("/api/v2/alerts/groups");
      assertThat(groups.get(0).path("receiver").path("name").asString()).isEqualTo("ops");
      assertThat(alertSite.json("/api/v2/status").path("versionInfo").isObject()).isTrue();
      assertThat(server.json("/api/v1/rules").toString()).contains("LongQueue");
      assertThat(server.json("/api/v1/alerts").path("data").path("alerts").size()).isEqualTo(2);

      assertThat(pushSite.send("PUT", "/metrics/job/batch/instance/one", "queue_length 1\n"))
          .isEqualTo(200);
      assertThat(pushSite.send("DELETE", "/metrics/job/batch/instance/two", "")).isEqualTo(202);
      JsonNode resolved =
          webhook.await(body -> body.path("status").asString("").equals("resolved"));
      assertThat(resolved.path("alerts").get(0).path("status").asString()).isEqualTo("resolved");
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void anInstalledPrometheusUsesItAsItsAlertmanager() throws Exception {
    Path program = Server.find("prometheus");
    assumeTrue(program != null, "prometheus is not installed");
    int alertmanager = Server.freePort();
    try (Webhook webhook = new Webhook();
        Server server = pharos(webhook, Server.freePort(), alertmanager);
        Server prometheus = prometheus(String.valueOf(program), alertmanager);
        Site alertSite = new Site(alertmanager)) {
      JsonNode fired =
          webhook.await(
              body ->
                  body.path("commonLabels").path("alertname").asString("").equals("FromOutside"));

      assertThat(fired.path("alerts").get(0).path("generatorURL").asString())
          .contains(Integer.toString(prometheus.port()));
      assertThat(alertSite.json("/api/v2/alerts").toString()).contains("FromOutside");
      assertThat(server.stop()).isZero();
    }
  }

  private Server pharos(Webhook webhook, int push, int alertmanager) throws Exception {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: [rules.yml]
        scrape_configs:
          - job_name: push
            honor_labels: true
            static_configs:
              - targets: ["127.0.0.1:%d"]
        """
            .formatted(push));
    Files.writeString(
        folder.resolve("rules.yml"),
        """
        groups:
          - name: queues
            rules:
              - alert: LongQueue
                expr: queue_length > 5
                for: 1s
                labels: {team: ops}
                annotations: {summary: "queue of {{ $labels.instance }} is {{ $value }}"}
        """);
    Path alerts = folder.resolve("alertmanager.yml");
    Files.writeString(
        alerts,
        """
        route:
          receiver: nobody
          routes:
            - matchers: [team=~"ops|outside"]
              receiver: ops
              group_by: [alertname]
              group_wait: 2s
              group_interval: 2s
        receivers:
          - name: nobody
          - name: ops
            webhook_configs:
              - url: %s
        """
            .formatted(webhook.url()));
    return Server.pharos(
        folder,
        "--config.file=" + config,
        "--alertmanager.config.file=" + alerts,
        "--alertmanager.web.listen-address=127.0.0.1:" + alertmanager,
        "--push.web.listen-address=127.0.0.1:" + push,
        "--storage.tsdb.path=" + folder.resolve("data"),
        "--web.listen-address=127.0.0.1:{port}");
  }

  private Server prometheus(String program, int alertmanager) throws Exception {
    Path own = Files.createDirectories(folder.resolve("prometheus"));
    Path config = own.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {evaluation_interval: 1s}
        rule_files: [rules.yml]
        alerting:
          alertmanagers:
            - static_configs: [{targets: ["127.0.0.1:%d"]}]
        """
            .formatted(alertmanager));
    Files.writeString(
        own.resolve("rules.yml"),
        """
        groups:
          - name: outside
            rules:
              - alert: FromOutside
                expr: vector(1)
                labels: {team: outside}
        """);
    return Server.start(
        program,
        own,
        "--config.file=" + config,
        "--rules.alert.resend-delay=2s", // its first alert comes before it knows whom to tell
        "--storage.tsdb.path=" + own.resolve("data"),
        "--web.listen-address=127.0.0.1:{port}",
        "--web.external-url=http://127.0.0.1:{port}/");
  }
}
