package io.pharos.discovery.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.Labels;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.discovery.DiscoveryFactory;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.runtime.Plugins;
import io.pharos.testkit.discovery.CollectingSink;
import io.pharos.testkit.discovery.DiscoveryContract;
import io.pharos.testkit.runtime.FakeContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExporterDiscoveryTest extends DiscoveryContract<ExporterConfig> {
  @Override
  protected DiscoveryFactory<ExporterConfig> factory() {
    return new ExporterDiscoveryFactory(new KnownPorts());
  }

  @Override
  protected ExporterConfig config() {
    return new ExporterConfig(List.of("node", "jvm"), Map.of());
  }

  @Test
  void targetsStandWhereTheOriginalsListen(@TempDir Path folder) {
    ExporterConfig config =
        new ExporterConfig(
            List.of("node", "jvm", "db2"),
            Map.of("db2", new ExtensionConfig("exporter", "mysqld", new Settings())));
    CollectingSink sink = new CollectingSink();
    try (FakeContext context = new FakeContext(folder)) {
      factory().create(config, context).start(sink);
    }

    assertThat(sink.groups().getFirst().targets())
        .containsExactly(
            target("localhost:9100", "node"),
            target("localhost:9090", "jvm"),
            target("localhost:9104", "db2"));
  }

  @Test
  void anEntryWithoutNamesIsRefused() {
    assertThatThrownBy(() -> new ExporterConfig(List.of(), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("names: at least one exporter is required");
  }

  private static Labels target(String address, String exporter) {
    return Labels.of("__address__", address, "__exporter__", exporter, "__scheme__", "plugin");
  }

  private record Settings() {}

  /** The ports that descriptors would state. */
  private static final class KnownPorts implements Plugins {
    @Override
    public List<Plugin> list() {
      return List.of();
    }

    @Override
    public OptionalInt originalPort(String exporterType) {
      return switch (exporterType) {
        case "node" -> OptionalInt.of(9100);
        case "mysqld" -> OptionalInt.of(9104);
        default -> OptionalInt.empty();
      };
    }
  }
}
