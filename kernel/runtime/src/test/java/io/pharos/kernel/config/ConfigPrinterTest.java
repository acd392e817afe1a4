package io.pharos.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.model.label.Labels;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.config.Flag;
import io.pharos.spi.config.Key;
import io.pharos.spi.config.OpenKeys;
import io.pharos.spi.config.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigPrinterTest {
  record Spread(String user, Secret password) {}

  record Targets(List<String> targets, Labels labels) {}

  record Job(
      String jobName,
      Duration scrapeInterval,
      long limit,
      boolean honorTimestamps,
      Map<String, List<String>> params,
      List<String> sourceLabels,
      @Key("") Spread login,
      @OpenKeys("discovery") List<ExtensionConfig> discovery) {}

  record Sections(List<Job> scrapeConfigs, @Flag("x") String flag, List<String> ruleFiles) {}

  @Test
  void printsWhatTheFileWouldSayWithSecretsHidden() {
    Job job =
        new Job(
            "a: b",
            Duration.ofSeconds(90),
            0,
            true,
            Map.of("collect[]", List.of("x", "1")),
            List.of("a", "b"),
            new Spread("", new Secret("hush")),
            List.of(
                new ExtensionConfig(
                    "discovery", "static", new Targets(List.of("h:1"), Labels.of("z", "true")))));
    ConfigPrinter printer = new ConfigPrinter((kind, type) -> type + "_configs");
    printer.addSections(new Sections(List.of(job), "flag", List.of("r*.yml")));
    assertThat(printer.print())
        .isEqualTo(
            """
            rule_files:
            - r*.yml
            scrape_configs:
            - job_name: 'a: b'
              scrape_interval: 1m30s
              honor_timestamps: true
              params:
                collect[]:
                - x
                - "1"
              source_labels: [a, b]
              password: <secret>
              static_configs:
              - targets:
                - h:1
                labels:
                  z: "true"
            """);
  }

  @Test
  void hidesPasswordsOfUrls() {
    assertThat(ConfigPrinter.withoutPassword("http://u:p@h:1/x")).isEqualTo("http://u:xxxxx@h:1/x");
    assertThat(ConfigPrinter.withoutPassword("http://h:1/x@y")).isEqualTo("http://h:1/x@y");
  }
}
