package io.pharos.exporter.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.spi.error.ConfigException;
import io.pharos.spi.exporter.Exporter;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.toolkit.exposition.write.TextWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeExporterTest {
  @TempDir Path folder;
  private FakeContext context;

  @BeforeEach
  void open() throws IOException {
    context = new FakeContext(folder);
    write("proc/loadavg", "0.10 0.20 0.30 1/1 1\n");
    write("proc/stat", "cpu 9 9 9 9\ncpu0 100 0 0 5000\nctxt 7\n");
    write(
        "proc/1/mountinfo",
        "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 8:2 / /gone rw - ext4 /dev/sdb ro\n");
    Files.createDirectories(folder.resolve("root"));
  }

  @AfterEach
  void close() {
    context.close();
  }

  @Test
  void showsWhatTheKernelTells() throws Exception {
    assertThat(collect(exporter("--collector.loadavg"), Map.of()))
        .contains("# HELP node_load1 1m load average.\n# TYPE node_load1 gauge\nnode_load1 0.1\n")
        .contains("node_scrape_collector_success{collector=\"loadavg\"} 1\n")
        .contains("node_scrape_collector_duration_seconds{collector=\"loadavg\"} 0\n");
  }

  @Test
  void aCollectorThatFailsSpoilsNoOther() throws Exception {
    assertThat(collect(exporter("--collector.loadavg", "--collector.meminfo"), Map.of()))
        .contains("node_load1 0.1\n")
        .contains("node_scrape_collector_success{collector=\"loadavg\"} 1\n")
        .contains("node_scrape_collector_success{collector=\"meminfo\"} 0\n");
  }

  @Test
  void processorTimeNeverStepsBackUntilTheProcessorBeginsAnew() throws Exception {
    Exporter exporter = exporter("--collector.cpu");
    collect(exporter, Map.of());
    write("proc/stat", "cpu0 99 0 0 4800\n");
    assertThat(collect(exporter, Map.of()))
        .contains("node_cpu_seconds_total{cpu=\"0\",mode=\"user\"} 1\n")
        .contains("node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"} 50\n");
    write("proc/stat", "cpu0 3 0 0 4700\n");
    assertThat(collect(exporter, Map.of()))
        .contains("node_cpu_seconds_total{cpu=\"0\",mode=\"user\"} 0.03\n")
        .contains("node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"} 47\n");
  }

  @Test
  void aFileSystemThatCannotBeAskedShowsWhy() throws Exception {
    assertThat(collect(exporter("--collector.filesystem"), Map.of()))
        .contains(
            "node_filesystem_device_error{device=\"/dev/sdb\","
                + "device_error=\"no such file or directory\",fstype=\"ext4\",mountpoint=\"/gone\"} 1\n")
        .contains(
            "node_filesystem_readonly{device=\"/dev/sda1\",device_error=\"\",fstype=\"ext4\","
                + "mountpoint=\"/\"} 0\n")
        .containsPattern("node_filesystem_size_bytes\\{device=\"/dev/sda1\".*} [1-9]");
  }

  @Test
  void choosesCollectorsAndFamiliesByParameters() throws Exception {
    Exporter exporter = exporter("--collector.loadavg", "--collector.stat");
    assertThat(collect(exporter, Map.of("collect[]", List.of("stat"))))
        .contains("node_context_switches_total 7\n")
        .doesNotContain("node_load1");
    assertThat(collect(exporter, Map.of("exclude[]", List.of("stat"))))
        .contains("node_load1")
        .doesNotContain("node_context_switches_total");
    assertThat(collect(exporter, Map.of("name[]", List.of("node_load5"))))
        .isEqualTo("# HELP node_load5 5m load average.\n# TYPE node_load5 gauge\nnode_load5 0.2\n");
    assertThatThrownBy(() -> collect(exporter, Map.of("collect[]", List.of("cpu"))))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("disabled collector: cpu");
  }

  @Test
  void refusesWhatContradictsItself() {
    assertThatThrownBy(() -> new NodeConfig.Netdev("a", "b", true))
        .isInstanceOf(ConfigException.class)
        .hasMessage("device_exclude and device_include are mutually exclusive");
    assertThatThrownBy(() -> new NodeConfig.Netdev("(", "", true))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("expression=(");
    assertThatThrownBy(() -> exporter("--collector.nope"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("unknown collector 'nope'");
  }

  private Exporter exporter(String... flags) {
    NodeConfig config = FlagsAsConfig.read(List.of(flags), folder);
    Exporter exporter = new NodeExporter(config, context, ZoneOffset.UTC);
    exporter.start();
    return exporter;
  }

  private static String collect(Exporter exporter, Map<String, List<String>> parameters)
      throws Exception {
    StringBuilder out = new StringBuilder();
    exporter.collect(new Exporter.Query("/metrics", parameters), new TextWriter(out));
    return out.toString();
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
