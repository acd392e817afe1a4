package io.pharos.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.spi.exporter.Exporter;
import io.pharos.spi.http.Route;
import io.pharos.spi.web.WebModule;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.runtime.FixedServiceRef;
import io.pharos.toolkit.exposition.write.TextWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushPartTest {
  @TempDir Path folder;

  @Test
  void putReplacesAndPostKeepsWhatIsNotInTheBody() throws Exception {
    try (PushServer server = PushServer.in(folder)) {
      server.ask("PUT", "/metrics/job/a", "x 1\ny 2\n");
      assertThat(server.ask("POST", "/metrics/job/a", "y 3\n").status()).isEqualTo(200);
      assertThat(scrape(server)).contains("x{instance=\"\",job=\"a\"} 1\n", "job=\"a\"} 3\n");
      server.ask("PUT", "/metrics/job/a", "z 4\n");
      assertThat(scrape(server)).contains("z{instance=\"\",job=\"a\"} 4\n").doesNotContain("y{");
      assertThat(server.ask("DELETE", "/metrics/job/a", "").status()).isEqualTo(202);
      assertThat(scrape(server)).isEmpty();
    }
  }

  @Test
  void aRefusedPushChangesNothingButTheTimeOfTheFailure() throws Exception {
    try (PushServer server = PushServer.in(folder)) {
      server.ask("PUT", "/metrics/job/a", "# TYPE x gauge\nx 1\n");
      FakeResponse refused = server.ask("PUT", "/metrics/job/b", "# TYPE x counter\nx 1\n");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text())
          .isEqualTo(
              "pushed metrics are invalid or inconsistent with existing metrics: collected metric \"x\""
                  + " { label:{name:\"instance\" value:\"\"} label:{name:\"job\" value:\"b\"}"
                  + " counter:{value:1}} is not a GAUGE\n");
      assertThat(scrape(server))
          .contains("x{instance=\"\",job=\"a\"} 1\n")
          .contains("push_time_seconds{instance=\"\",job=\"b\"} 0\n")
          .contains("push_failure_time_seconds{instance=\"\",job=\"b\"} 1.7672256e+09\n");
    }
  }

  @Test
  void uncheckedPushesAreAcceptedAndSpoilTheScrape() throws Exception {
    PushConfig config = PushServer.config("", Duration.ofMinutes(5), true, false);
    try (PushServer server = new PushServer(new FakeContext(folder), config)) {
      assertThat(server.ask("PUT", "/metrics/job/a", "x 1\nx 2\n").status()).isEqualTo(202);
      FakeResponse scrape = server.ask("GET", "/metrics", "");
      assertThat(scrape.status()).isEqualTo(500);
      assertThat(scrape.text()).startsWith("An error has occurred while serving metrics:\n\n");
    }
  }

  @Test
  void groupsOutliveTheServerWhereAFileIsGiven() throws Exception {
    Path file = folder.resolve("store");
    PushConfig config = PushServer.config(file.toString(), Duration.ofMinutes(5), false, false);
    FakeContext context = new FakeContext(folder);
    String before;
    try (PushServer server = new PushServer(context, config)) {
      server.ask(
          "PUT", "/metrics/job/a/b@base64/=", "# HELP x help\n# TYPE x gauge\nx{l=\"v\"} NaN\n");
      server.ask(
          "PUT",
          "/metrics/job/b",
          "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_sum 2\nh_count 1\n");
      before = scrape(server);
    }
    try (PushServer server = new PushServer(context, config)) {
      assertThat(scrape(server)).isEqualTo(before).contains("h_bucket");
    }
  }

  @Test
  void theFileIsWrittenOnceAnInterval() throws Exception {
    Path file = folder.resolve("store");
    PushConfig config = PushServer.config(file.toString(), Duration.ofMinutes(5), false, false);
    FakeContext context = new FakeContext(folder);
    try (PushServer server = new PushServer(context, config)) {
      server.ask("PUT", "/metrics/job/a", "x 1\n");
      context.time().advance(Duration.ofMinutes(4));
      assertThat(file).doesNotExist();
      context.time().advance(Duration.ofMinutes(1));
      assertThat(file).exists();
    }
  }

  @Test
  void aDamagedFileIsAnEmptyBeginning() throws Exception {
    Path file = Files.writeString(folder.resolve("store"), "this is no snapshot");
    PushConfig config = PushServer.config(file.toString(), Duration.ofMinutes(5), false, false);
    try (PushServer server = new PushServer(new FakeContext(folder), config)) {
      assertThat(scrape(server)).isEmpty();
    }
  }

  @Test
  void thePageOfTheServerShowsGroupsAndDeletesThem() throws Exception {
    try (PushServer server = PushServer.in(folder)) {
      server.ask("PUT", "/metrics/job/a/path@base64/L3Zhcg", "x_bytes 1\n");
      assertThat(server.askServer("GET", "/api/v1/push/metrics").text())
          .contains("\"labels\":{\"job\":\"a\",\"path\":\"/var\"}", "x_bytes");
      assertThat(
              server
                  .askServer("DELETE", "/api/v1/push/metrics/job@base64/YQ/path@base64/L3Zhcg")
                  .status())
          .isEqualTo(202);
      assertThat(server.askServer("GET", "/api/v1/push/metrics").text()).contains("\"data\":[]");
    }
  }

  @Test
  void bringsAPageWithItsScript() throws Exception {
    try (WebModule module =
        new PushPageFactory().create(new PushPageFactory.Config(), new FakeContext(folder))) {
      WebModule.Page page = module.pages().getFirst();
      assertThat(page.path()).isEqualTo("/push");
      Route script = module.routes().getFirst();
      assertThat(script.path()).isEqualTo(page.script());
      FakeResponse response = new FakeResponse();
      script
          .handler()
          .handle(new FakeRequest("GET", script.path(), Map.of(), new byte[0]), response);
      assertThat(response.text()).contains("export function mount(element, host)");
    }
  }

  @Test
  void countsRequests() throws Exception {
    try (PushServer server = PushServer.in(folder)) {
      server.ask("PUT", "/metrics/job/a", "x 1\n");
      server.ask("PUT", "/metrics/job/a/b", "x 1\n");
      server.ask("DELETE", "/metrics/job/a", "");
      assertThat(
              server
                  .context()
                  .metrics()
                  .value("pushgateway_http_requests_total", "200", "push", "put"))
          .isEqualTo(1);
      assertThat(
              server
                  .context()
                  .metrics()
                  .value("pushgateway_http_requests_total", "400", "push", "put"))
          .isEqualTo(1);
      assertThat(
              server
                  .context()
                  .metrics()
                  .value("pushgateway_http_requests_total", "202", "delete", "delete"))
          .isEqualTo(1);
      assertThat(server.context().metrics().observations("pushgateway_http_push_size_bytes", "put"))
          .isEqualTo(2);
    }
  }

  @Test
  void servesPushesOnTheServersSiteOnlyIfTheSectionIsThere() {
    try (FakeContext context = new FakeContext(folder)) {
      PushConfig without =
          new PushConfig(null, "/metrics", false, "", Duration.ofMinutes(5), false, false);
      try (PushServer server = new PushServer(context, without)) {
        assertThat(server.routes())
            .filteredOn(route -> route.path().startsWith("/metrics"))
            .extracting(Route::site)
            .containsOnly("push");
      }
      try (PushServer server = new PushServer(context, PushServer.config())) {
        assertThat(server.routes())
            .filteredOn(route -> route.site().equals(Route.SERVER))
            .extracting(Route::path)
            .filteredOn(path -> !path.startsWith("/api/"))
            .containsOnly("/metrics/job/<path>", "/metrics/job@base64/<path>");
      }
    }
  }

  @Test
  void itsExporterShowsWhatWasPushed() throws Exception {
    try (PushServer server = PushServer.in(folder)) {
      server.ask("PUT", "/metrics/job/a/instance/i", "x 1\n");
      StringBuilder out = new StringBuilder();
      try (Exporter exporter =
          new PushExporterFactory(new FixedServiceRef<>(server.pushed()))
              .create(new PushExporterFactory.Config(), server.context())) {
        exporter.collect(new Exporter.Query("/metrics", Map.of()), new TextWriter(out));
        assertThat(out.toString()).contains("x{instance=\"i\",job=\"a\"} 1\n");
        out.setLength(0);
        exporter.collect(
            new Exporter.Query("/metrics", Map.of("name[]", List.of("x"))), new TextWriter(out));
        assertThat(out.toString()).isEqualTo("# TYPE x untyped\nx{instance=\"i\",job=\"a\"} 1\n");
      }
    }
  }

  private static String scrape(PushServer server) throws Exception {
    FakeResponse response = server.ask("GET", "/metrics", "");
    assertThat(response.status()).isEqualTo(200);
    return response.text();
  }
}
