package io.pharos.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.acceptance.stranger.StrangerPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stranger's plugin is a plugin like ours: dropped into a running server, used, replaced by
 * another version, removed, with no restart, no scrape of others missed, and nothing left of it.
 */
class StrangersIT {
  private static final String JVM = "-Xmx256m";

  @TempDir Path folder;

  @Test
  void aDiscovery() throws Exception {
    StrangerPlugin lights = StrangerPlugin.of("lights");
    try (Workbench bench = Workbench.open(folder, JVM)) {
      bench.load(lights, "1.0.0");
      bench.configure(
          """
            - job_name: lights
              lights_sd_configs: [{street: Main, addresses: ["%s"]}]
          """
              .formatted(bench.target()));
      bench.server().awaitQuery("up{colour=\"red\", street=\"Main\"} == 1", r -> r.size() == 1);

      bench.load(lights.version("2.0.0").with("\"red\"", "\"green\""), "2.0.0");
      bench.server().awaitQuery("up{colour=\"green\"} == 1", r -> r.size() == 1);
      bench.server().awaitQuery("up{colour=\"red\"}", r -> r.isEmpty());

      bench.remove(lights);
      bench.server().awaitQuery("up{job=\"lights\"}", r -> r.isEmpty());
      bench.configure("");
      assertNothingIsLeft(bench, lights);
    }
  }

  @Test
  void aNotifier() throws Exception {
    StrangerPlugin horn = StrangerPlugin.of("horn");
    try (Workbench bench = Workbench.open(folder, JVM)) {
      Files.writeString(
          bench.file("rules.yml"),
          """
          groups:
            - name: always
              rules: [{alert: Always, expr: vector(1)}]
          """);
      bench.configure("rule_files: [rules.yml]\n");
      bench.load(horn, "1.0.0");
      bench.alertmanager(
          """
          route: {receiver: street, group_wait: 10ms, group_interval: 500ms, repeat_interval: 500ms}
          receivers: [{name: street, horn_configs: [{file: heard.txt}]}]
          """);
      awaitHeard(bench, "toot firing {alertname=\"Always\"}");

      bench.load(horn.version("2.0.0").with("\"toot\"", "\"blare\""), "2.0.0");
      awaitHeard(bench, "blare firing {alertname=\"Always\"}");

      bench.alertmanager(
          """
          route: {receiver: nobody}
          receivers: [{name: nobody}]
          """);
      bench.remove(horn);
      assertNothingIsLeft(bench, horn);
    }
  }

  private static void awaitHeard(Workbench bench, String line)
      throws IOException, InterruptedException {
    Path heard = bench.file("heard.txt");
    bench
        .server()
        .awaitThat(line, () -> Files.exists(heard) && Files.readString(heard).contains(line));
  }

  @Test
  void anExporter() throws Exception {
    StrangerPlugin weather = StrangerPlugin.of("weather");
    String job =
        """
          - job_name: weather
            exporter_sd_configs: [{names: [weather]}]
        exporters: {weather: {cities: [Paris, Rome]}}
        """;
    try (Workbench bench = Workbench.open(folder, JVM)) {
      bench.load(weather, "1.0.0");
      bench.configure(job);
      bench
          .server()
          .awaitQuery(
              "weather_temperature_celsius{instance=\"localhost:9999\"} == 21.5",
              r -> r.size() == 2);

      bench.load(weather.version("2.0.0").with("21.5", "-3"), "2.0.0");
      bench
          .server()
          .awaitQuery("weather_temperature_celsius{city=\"Paris\"} == -3", r -> r.size() == 1);

      bench.remove(weather);
      bench.server().awaitQuery("up{job=\"weather\"} == 1", r -> r.isEmpty());
      bench.configure("");
      assertNothingIsLeft(bench, weather);
    }
  }

  @Test
  void aStorage() throws Exception {
    StrangerPlugin attic = StrangerPlugin.of("attic");
    try (Workbench bench = Workbench.open(folder, JVM)) {
      bench.load(attic, "1.0.0");
      assertThat(retention(bench)).isEqualTo("15d");

      bench.configure("storage: {backend: attic, attic: {max_series: 1000}}\n");
      assertThat(retention(bench)).isEqualTo("until spring");
      bench.server().awaitQuery("count_over_time(up{job=\"steady\"}[1h]) > 2", r -> r.size() == 1);
      bench.assertNoScrapeWasMissed();

      bench.load(attic.version("2.0.0").with("until spring", "for ever"), "2.0.0");
      assertThat(retention(bench)).isEqualTo("for ever");
      bench.server().awaitQuery("up{job=\"steady\"} == 1", r -> r.size() == 1);

      bench.configure("");
      assertThat(retention(bench)).isEqualTo("15d");
      bench.remove(attic);
      bench.awaitFreed(attic.id());
      bench.assertSameProcess();
      bench.assertTargetWasVisitedAllTheTime();
    }
  }

  private static String retention(Workbench bench) throws IOException, InterruptedException {
    return bench
        .server()
        .json("/api/v1/status/runtimeinfo")
        .path("data")
        .path("storageRetention")
        .asString("");
  }

  private static void assertNothingIsLeft(Workbench bench, StrangerPlugin plugin)
      throws IOException, InterruptedException {
    bench.awaitFreed(plugin.id());
    bench.assertSameProcess();
    bench.assertNoScrapeWasMissed();
  }
}
