package io.pharos.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.acceptance.stranger.StrangerPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A stranger's plugin that does harm is contained and named: in the log, in the metrics and on the
 * page of plugins. Everything else goes on.
 */
class HostileIT {
  private static final String JVM = "-Xmx256m";
  private static final String ID = "example-trouble";

  @TempDir Path folder;

  @Test
  void onePluginThrowsInEachMethod() throws Exception {
    try (Workbench bench = Workbench.open(folder, JVM)) {
      bench.load(StrangerPlugin.of("trouble"), "1.0.0");
      Files.writeString(
          bench.file("rules.yml"),
          """
          groups:
            - name: always
              rules: [{alert: Always, expr: vector(1)}]
          """);
      bench.configure(
          """
            - job_name: throwing
              trouble_sd_configs: [{at: create}, {at: start}, {at: look}, {at: close}]
            - {job_name: throwing-one, exporter_sd_configs: [{names: [one]}]}
            - {job_name: throwing-two, exporter_sd_configs: [{names: [two]}]}
            - {job_name: throwing-three, exporter_sd_configs: [{names: [three]}]}
            - {job_name: throwing-four, exporter_sd_configs: [{names: [four]}]}
          exporters:
            one: {type: trouble, at: create}
            two: {type: trouble, at: start}
            three: {type: trouble, at: collect}
            four: {type: trouble, at: close}
          rule_files: [rules.yml]
          """);
      bench.alertmanager(
          """
          route: {receiver: r, group_wait: 10ms, group_interval: 500ms, repeat_interval: 500ms}
          receivers:
            - name: r
              trouble_configs: [{at: create}, {at: notify}, {at: sendsResolved}, {at: close}]
          """);
      for (String place :
          List.of("create", "start", "look", "collect", "notify", "sendsResolved")) {
        awaitLog(bench, "trouble in " + place);
      }
      bench.server().awaitQuery("up{job=\"steady\"} == 1", r -> r.size() == 1);
      assertFailing(bench, "trouble in");

      bench.alertmanager("route: {receiver: r}\nreceivers: [{name: r}]\n");
      bench.configure("");
      awaitLog(bench, "trouble in close");
      bench.assertSameProcess();
      bench.assertNoScrapeWasMissed();
    }
  }

  @Test
  void whatHasNoEndIsCut() throws Exception {
    try (Workbench bench = Workbench.open(folder, JVM)) {
      bench.load(StrangerPlugin.of("trouble"), "1.0.0");
      bench.configure(
          """
            - job_name: endless
              scrape_interval: 5s
              exporter_sd_configs: [{names: [trouble]}]
          exporters: {trouble: {at: collect, how: flood}}
          """);
      awaitLog(bench, "the exporter wrote too much");
      assertFailing(bench, "the exporter wrote too much");

      bench.configure(
          """
            - job_name: crowd
              scrape_interval: 1h
              trouble_sd_configs: [{at: look, how: flood}]
          """);
      awaitLog(bench, "discovery publishes too many targets");
      assertFailing(bench, "discovery publishes too many targets");
      bench.configure("");
      bench.server().awaitQuery("up{job=\"steady\"} == 1", r -> r.size() == 1);
      bench.assertSameProcess();
    }
  }

  @Test
  void aCallThatNeverReturnsIsNamedAndItsPluginHeld() throws Exception {
    try (Workbench bench = Workbench.open(folder, JVM, "--plugins.call-limit=2s")) {
      bench.load(StrangerPlugin.of("trouble"), "1.0.0");
      bench.configure(
          """
            - job_name: stuck
              exporter_sd_configs: [{names: [trouble]}]
          exporters: {trouble: {at: collect, how: hang}}
          """);
      JsonNode held = bench.awaitPlugin(ID, "state", "held");
      assertThat(held.path("error").asString(""))
          .contains("does not return")
          .contains("still runs: ")
          .contains("exporter:trouble");
      assertThat(bench.heldLoaders(ID)).isEqualTo(1);
      assertThat(bench.metric("pharos_plugin_running{plugin=\"" + ID + "\"}")).isPositive();
      assertThat(bench.server().log())
          .contains("plugin does not return, its thread is interrupted [plugin=" + ID)
          .contains("plugin is disabled [plugin=" + ID);
      bench.configure("");
      bench.assertSameProcess();
      bench.assertNoScrapeWasMissed();
    }
  }

  @Test
  void aFullHeapIsFreedFromThePluginThatFillsIt() throws Exception {
    try (Workbench bench = Workbench.open(folder, "-Xmx160m")) {
      bench.load(StrangerPlugin.of("trouble"), "1.0.0");
      bench.configure(hoarding("hoard"));
      JsonNode ended = bench.awaitPlugin(ID, "state", "failed");
      assertThat(ended.path("error").asString("")).contains("it filled the heap");
      assertThat(bench.metric("pharos_plugin_up{plugin=\"" + ID + "\"}")).isZero();
      assertThat(bench.server().log())
          .contains("heap is full, the running work of a plugin is ended [plugin=" + ID);
      bench.configure("");
      bench.server().awaitQuery("up{job=\"steady\"} == 1", r -> r.size() == 1);
      bench.assertSameProcess();
    }
  }

  @Test
  void aHeapThatStaysFullEndsTheProcessWhichHasLostNothing() throws Exception {
    try (Workbench bench = Workbench.open(folder, "-Xmx160m")) {
      StrangerPlugin trouble = StrangerPlugin.of("trouble");
      Path jar = bench.load(trouble, "1.0.0");
      bench.configure(hoarding("hoard_on"));
      List<String> acknowledged = new ArrayList<>();
      while (bench.server().isAlive()) {
        try {
          acknowledged = steadyValues(bench);
        } catch (IOException e) {
          break; // it ends while it answers
        }
      }
      assertThat(bench.server().exit()).isNotZero();
      assertThat(bench.server().log())
          .containsAnyOf("heap is full and did not recover", "java.lang.OutOfMemoryError");

      Files.delete(jar);
      bench.write("");
      bench.server().restart();
      assertThat(acknowledged).isNotEmpty();
      assertThat(steadyValues(bench)).containsAll(acknowledged);
    }
  }

  private static String hoarding(String how) {
    return """
      - job_name: hoarding
        scrape_interval: 8s
        scrape_timeout: 8s
        exporter_sd_configs: [{names: [trouble]}]
    exporters: {trouble: {at: collect, how: %s}}
    """
        .formatted(how);
  }

  private static List<String> steadyValues(Workbench bench)
      throws IOException, InterruptedException {
    List<String> values = new ArrayList<>();
    for (JsonNode sample : bench.server().query("steady_value[1h]").path(0).path("values")) {
      values.add(sample.toString());
    }
    return values;
  }

  @Test
  void aStorageThatThrowsInCommit() throws Exception {
    StrangerPlugin broken = attic("throw new IllegalStateException(\"the floor gave way\");");
    try (Workbench bench = Workbench.open(folder, JVM)) {
      bench.load(broken, "1.0.0");
      bench.configure("storage: {backend: attic}\n");
      awaitLog(bench, "the floor gave way");
      JsonNode attic = bench.awaitPlugin(broken.id(), "health", "failing");
      assertThat(attic.path("error").asString("")).contains("the floor gave way");
      assertThat(bench.metric("pharos_plugin_up{plugin=\"" + broken.id() + "\"}")).isZero();

      bench.configure("");
      bench.server().awaitQuery("up{job=\"steady\"} == 1", r -> r.size() == 1);
      bench.assertTargetWasVisitedAllTheTime();
      bench.assertSameProcess();
    }
  }

  @Test
  void aStorageThatHangsInCommit() throws Exception {
    StrangerPlugin stuck =
        attic("while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) {} }");
    try (Workbench bench = Workbench.open(folder, JVM, "--plugins.call-limit=2s")) {
      bench.load(stuck, "1.0.0");
      bench.configure("storage: {backend: attic}\n");
      JsonNode held = bench.awaitPlugin(stuck.id(), "state", "held");
      assertThat(held.path("error").asString("")).contains("Storage does not return");
      assertThat(bench.server().log())
          .contains("plugin does not return, its thread is interrupted [plugin=" + stuck.id());

      bench.configure(
          """
            - job_name: late
              static_configs: [{targets: ["%s"]}]
          """
              .formatted(bench.target()));
      bench.server().awaitQuery("up{job=\"late\"} == 1", r -> r.size() == 1);
      bench.assertSameProcess();
    }
  }

  /** The storage in memory with another body of its commit. */
  private static StrangerPlugin attic(String commit) {
    return StrangerPlugin.of("attic")
        .with("attic.commit(pending.values());\n    pending.clear();", commit);
  }

  @Test
  void whatCannotBeLoadedIsNamedWithItsReason() throws Exception {
    StrangerPlugin future =
        StrangerPlugin.of("weather").with("plugin.requires=0.1", "plugin.requires=7.0");
    StrangerPlugin clash =
        StrangerPlugin.of("weather").with("weather", "jvm").with("example-jvm", "other-jvm");
    try (Workbench bench = Workbench.open(folder, JVM)) {
      bench.drop(future);
      bench.drop(clash);
      Files.writeString(bench.file("dropped/broken.jar"), "this is no archive");
      JsonNode early = bench.awaitPlugin("example-weather.jar", "state", "failed");
      assertThat(early.path("error").asString(""))
          .contains("needs another version of the plugin API [requires=7.0, offered=0.1]");
      JsonNode second = bench.awaitPlugin(clash.id(), "state", "failed");
      assertThat(second.path("error").asString(""))
          .contains("extension exporter:jvm is claimed by two plugins: exporter-jvm and other-jvm");
      JsonNode broken = bench.awaitPlugin("broken.jar", "state", "failed");
      assertThat(broken.path("error").asString("")).contains("plugin cannot be read");
      for (String id : List.of("example-weather.jar", clash.id(), "broken.jar")) {
        assertThat(bench.server().get("/metrics").body())
            .contains("pharos_plugin_up{plugin=\"" + id + "\"} 0");
        assertThat(bench.server().log()).contains(id);
      }
      bench.assertNoScrapeWasMissed();
    }
  }

  private static void awaitLog(Workbench bench, String text)
      throws IOException, InterruptedException {
    bench.server().awaitThat(text, () -> bench.server().log().contains(text));
  }

  private static void assertFailing(Workbench bench, String error)
      throws IOException, InterruptedException {
    JsonNode plugin = bench.awaitPlugin(ID, "health", "failing");
    assertThat(plugin.path("state").asString("")).isEqualTo("loaded");
    assertThat(plugin.path("error").asString("")).contains(error);
    assertThat(plugin.path("failures").asLong()).isPositive();
    assertThat(bench.metric("pharos_plugin_up{plugin=\"" + ID + "\"}")).isZero();
    assertThat(bench.metric("pharos_plugin_failures_total{plugin=\"" + ID + "\"}")).isPositive();
    assertThat(bench.server().log()).contains("plugin failed [plugin=" + ID);
  }
}
