package io.pharos.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages in a real browser, of a server with targets, rules that fire, pushed metrics and an
 * alertmanager. Pictures are left in {@code target/screenshots}.
 */
class BrowserIT {
  private static final int ALERTS = 6000;

  private static final String PUSHED =
      """
      # HELP backup_size_bytes What the last backup took.
      # TYPE backup_size_bytes gauge
      backup_size_bytes 123456789
      # TYPE backup_step_seconds summary
      backup_step_seconds{step="dump",quantile="0.5"} 3.5
      backup_step_seconds_sum{step="dump"} 7
      backup_step_seconds_count{step="dump"} 2
      """;

  private static final String SILENCE =
      """
      {"matchers":[{"name":"alertname","value":"Noise","isRegex":false,"isEqual":true}],
       "startsAt":"2026-01-01T00:00:00Z","endsAt":"2099-01-01T00:00:00Z",
       "createdBy":"somebody","comment":"known noise"}
      """;

  private static final String RULES =
      """
      groups:
        - name: basic
          rules:
            - alert: Alerting
              expr: up{job="pharos"} == 1
              labels: {severity: page}
              annotations:
                summary: "Somebody should look at {{ $labels.instance }}"
                runbook: https://example.org/runbook
            - alert: Waiting
              expr: sum by (job) (rate(prometheus_http_requests_total{code=~"2.."}[1m])) >= 0
              for: 1h
              labels: {severity: ticket}
            - alert: Calm
              expr: up == 0
              for: 5m
            - record: job:up:sum
              expr: sum by (job) (up)
        - name: broken
          interval: 2s
          rules:
            - record: broken:ratio
              expr: up / on () prometheus_http_requests_total
      """;

  @TempDir Path folder;

  @Test
  void drawsAQueryWithoutAnError() throws Exception {
    try (Chromium chromium = Chromium.start();
        Server pharos = pharos()) {
      pharos.awaitQuery("count_over_time(up[5m]) >= 4", result -> !result.isEmpty());
      for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
        try (Chromium.Window window = chromium.open(scheme, 1280)) {
          window.page().navigate(pharos.url("/query?" + query()));
          window.page().waitForSelector("canvas");
          window.page().waitForSelector("text=prometheus_http_requests_total");
          byte[] picture = window.picture("graph");
          assertThat(ImageIO.read(new ByteArrayInputStream(picture)).getWidth()).isEqualTo(1280);
          assertThat(window.problems()).isEmpty();
        }
      }
    }
  }

  /** Each page, by what it waits for: readable for all, at every width and in both themes. */
  @Test
  void everyPageIsReadableInBothThemesAtEveryWidth() throws Exception {
    try (Chromium chromium = Chromium.start();
        Server pharos = pharos()) {
      pharos.awaitQuery("ALERTS{alertstate=\"firing\"}", result -> !result.isEmpty());
      pharos.awaitQuery("count_over_time(up[5m]) >= 4", result -> !result.isEmpty());
      for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
        for (int width : new int[] {1280, 1920, 390}) {
          try (Chromium.Window window = chromium.open(scheme, width)) {
            for (Map.Entry<String, String> each : pages(pharos).entrySet()) {
              window.page().navigate(pharos.url(each.getKey()));
              window.page().waitForSelector(each.getValue());
              window.picture(each.getKey().replaceAll("[^a-z-]+", "_").substring(1));
              window.examine();
            }
            assertThat(window.problems()).isEmpty();
          }
        }
      }
    }
  }

  private static Map<String, String> pages(Server pharos) {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("/query", "text=What is there to see");
    pages.put("/alerts", "text=Somebody should look");
    pages.put("/alerts?group=severity", "text=severity=\"page\"");
    pages.put("/rules", "text=duplicate series");
    pages.put("/targets", "text=127.0.0.1:" + pharos.port());
    pages.put("/plugins", "text=storage-tsdb");
    pages.put("/push", "text=job=\"nightly\"");
    pages.put("/notifications", "text=Alerting");
    pages.put("/notifications?tab=silences", "text=known noise");
    pages.put("/notifications?tab=new&filter={alertname=\"Alerting\"}", "text=Mutes 1 alert now");
    pages.put("/notifications?tab=status", "text=receivers:");
    pages.put("/status", "text=Runtime");
    pages.put("/tsdb-status", "text=Series by metric");
    pages.put("/config", "text=scrape_configs");
    pages.put("/flags", "text=--config.file");
    return pages;
  }

  @Test
  void linksOfTheOriginalsLeadToThePagesThatShowTheSame() throws Exception {
    try (Chromium chromium = Chromium.start();
        Server pharos = pharos()) {
      Map<String, String> goals =
          Map.of(
              "/graph?" + query(),
              "/query?" + query(),
              "/#/alerts?receiver=hook",
              "/notifications?receiver=hook",
              "/#/silences/new?filter=%7Ba%3D%22b%22%7D",
              "/notifications?filter=%7Ba%3D%22b%22%7D&tab=new",
              "/alerts#/silences",
              "/notifications?tab=silences");
      for (Map.Entry<String, String> each : goals.entrySet()) {
        try (Chromium.Window window = chromium.open(ColorScheme.LIGHT, 1280)) {
          window.page().navigate(pharos.url(each.getKey()));
          window.page().waitForURL(pharos.url(each.getValue()));
          assertThat(window.problems()).as(each.getKey()).isEmpty();
        }
      }
    }
  }

  @Test
  void sixThousandAlertsAreShownAtOnceAndFilteredWhileTyping() throws Exception {
    String rules = manyAlerts();
    try (Chromium chromium = Chromium.start();
        Server pharos = pharos();
        Chromium.Window window = chromium.open(ColorScheme.LIGHT, 1280)) {
      Page page = window.page();
      page.route(
          "**/api/v1/rules?type=alert",
          route ->
              route.fulfill(
                  new Route.FulfillOptions().setContentType("application/json").setBody(rules)));
      page.navigate(pharos.url("/query"));
      page.waitForSelector("text=What is there to see");
      long start = System.nanoTime();
      page.navigate(pharos.url("/alerts?group=instance"));
      page.waitForSelector("text=6,000 alerts of 60 rules");
      Duration shown = Duration.ofNanos(System.nanoTime() - start);
      Locator rows = page.locator("[role=listitem]");
      assertThat(rows.count()).isBetween(10, 120);
      assertThat(rows.first().getAttribute("aria-setsize")).isEqualTo("12000");

      start = System.nanoTime();
      page.locator("[data-filter]").fill("instance=\"host-59-99:9100\"");
      page.waitForSelector("text=1 alert of 1 rule");
      Duration filtered = Duration.ofNanos(System.nanoTime() - start);

      page.locator("[data-filter]").fill("");
      page.waitForSelector("text=6,000 alerts of 60 rules");
      page.evaluate("window.scrollTo(0, document.body.scrollHeight)");
      page.waitForSelector("text=host-9-99:9100");
      window.picture("alerts-6000");
      // far above what they take, so that a busy machine passes and a slow page does not
      assertThat(shown).as("until they are shown").isLessThan(Duration.ofSeconds(15));
      assertThat(filtered).as("until they are filtered").isLessThan(Duration.ofSeconds(5));
      assertThat(window.problems()).isEmpty();
    }
  }

  private static String query() {
    return Server.form(
        "g0.expr", "rate(prometheus_http_requests_total[1m])",
        "g0.tab", "graph",
        "g0.range_input", "2m");
  }

  /** An answer of the API with 60 rules of 100 alerts each. */
  private static String manyAlerts() {
    StringBuilder json =
        new StringBuilder("{\"status\":\"success\",\"data\":{\"groups\":[{\"name\":\"big\",")
            .append("\"file\":\"big.yml\",\"interval\":15,\"limit\":0,\"evaluationTime\":0.1,")
            .append("\"lastEvaluation\":\"2026-01-01T00:00:00Z\",\"rules\":[");
    for (int rule = 0; rule < ALERTS / 100; rule++) {
      json.append(rule == 0 ? "" : ",")
          .append("{\"type\":\"alerting\",\"state\":\"firing\",\"name\":\"Rule")
          .append(rule)
          .append("\",\"query\":\"up == 0\",\"duration\":300,\"keepFiringFor\":0,")
          .append("\"labels\":{\"severity\":\"page\"},\"annotations\":{},\"health\":\"ok\",")
          .append("\"evaluationTime\":0.001,\"lastEvaluation\":\"2026-01-01T00:00:00Z\",")
          .append("\"alerts\":[");
      for (int i = 0; i < 100; i++) {
        json.append(i == 0 ? "" : ",")
            .append("{\"labels\":{\"alertname\":\"Rule")
            .append(rule)
            .append("\",\"severity\":\"page\",\"instance\":\"host-")
            .append(rule + "-" + i)
            .append(":9100\",\"job\":\"node\"},\"annotations\":{\"summary\":\"host is down\"},")
            .append(
                "\"state\":\"firing\",\"activeAt\":\"2026-01-01T00:00:00Z\",\"value\":\"0e+00\"}");
      }
      json.append("]}");
    }
    return json.append("]}]}}").toString();
  }

  private Server pharos() throws Exception {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config, "global: {scrape_interval: 1s}\nscrape_configs: []\n", StandardCharsets.UTF_8);
    Path alertmanager = folder.resolve("alertmanager.yml");
    Files.writeString(
        alertmanager,
        """
        route: {receiver: hook, group_by: [alertname], group_wait: 1s}
        receivers:
          - name: hook
        """);
    Files.writeString(folder.resolve("rules.yml"), RULES);
    Server started =
        Server.pharos(
            folder,
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--alertmanager.config.file=" + alertmanager,
            "--web.enable-lifecycle",
            "--web.listen-address=127.0.0.1:{port}");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: [rules.yml]
        pushgateway: {}
        scrape_configs:
          - job_name: pharos
            static_configs:
              - targets: ["127.0.0.1:%d"]
        """
            .formatted(started.port()));
    assertThat(started.post("/-/reload").statusCode()).isEqualTo(200);
    assertThat(started.send("PUT", "/metrics/job/nightly/db/main", "text/plain", PUSHED))
        .isEqualTo(200);
    assertThat(started.send("POST", "/api/v2/silences", "application/json", SILENCE))
        .isEqualTo(200);
    return started;
  }
}
