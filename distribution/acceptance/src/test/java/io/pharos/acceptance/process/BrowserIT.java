package io.pharos.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A query drawn as a graph by a real browser. Its picture is left in {@code target/screenshots}.
 */
class BrowserIT {
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  @TempDir Path folder;

  @Test
  void drawsAQueryWithoutAnError() throws Exception {
    Path chromium = Server.find("chromium");
    assumeTrue(chromium != null, "chromium is not installed");
    try (Server pharos = pharos();
        Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(ARGUMENTS))) {
      pharos.awaitQuery("count_over_time(up[5m]) >= 4", result -> !result.isEmpty());
      for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
        look(browser, pharos, scheme);
      }
    }
  }

  private static void look(Browser browser, Server pharos, ColorScheme scheme) throws Exception {
    List<String> errors = new ArrayList<>();
    Path pictures = Files.createDirectories(Path.of("target/screenshots"));
    try (Page page =
        browser.newPage(
            new Browser.NewPageOptions().setViewportSize(1280, 800).setColorScheme(scheme))) {
      page.onConsoleMessage(
          message -> {
            if (message.type().equals("error")) {
              errors.add(message.text());
            }
          });
      page.onPageError(errors::add);
      String query =
          Server.form(
              "g0.expr", "rate(prometheus_http_requests_total[1m])",
              "g0.tab", "graph",
              "g0.range_input", "2m");
      page.navigate(pharos.url("/query?" + query));
      page.waitForSelector("canvas");
      page.waitForSelector("text=prometheus_http_requests_total");
      byte[] picture = page.screenshot();
      String name = "query-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + ".png";
      Files.write(pictures.resolve(name), picture);
      assertThat(ImageIO.read(new ByteArrayInputStream(picture)).getWidth()).isEqualTo(1280);
      for (Map.Entry<String, String> each :
          Map.of("targets", "127.0.0.1:" + pharos.port(), "plugins", "storage-tsdb").entrySet()) {
        page.navigate(pharos.url("/" + each.getKey()));
        page.waitForSelector("text=" + each.getValue());
        Files.write(
            pictures.resolve(each.getKey() + name.substring("query".length())), page.screenshot());
      }
    }
    assertThat(errors).isEmpty();
  }

  private Server pharos() throws Exception {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config, "global: {scrape_interval: 1s}\nscrape_configs: []\n", StandardCharsets.UTF_8);
    Server started =
        Server.pharos(
            folder,
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.enable-lifecycle",
            "--web.listen-address=127.0.0.1:{port}");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s}
        scrape_configs:
          - job_name: pharos
            static_configs:
              - targets: ["127.0.0.1:%d"]
        """
            .formatted(started.port()));
    assertThat(started.post("/-/reload").statusCode()).isEqualTo(200);
    return started;
  }
}
