package io.pharos.rule.rules;

import io.pharos.model.label.Labels;
import io.pharos.rule.rules.relay.AlertingConfig;
import io.pharos.spi.alert.AlertSink;
import io.pharos.spi.config.ByteSize;
import io.pharos.spi.config.ConfigReader;
import io.pharos.spi.config.GlobalConfig;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.part.PartFactory;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.storage.Storage;
import io.pharos.testkit.part.PartContract;
import io.pharos.testkit.query.FakeQuery;
import io.pharos.testkit.runtime.FixedInstances;
import io.pharos.testkit.runtime.FixedServiceRef;
import io.pharos.testkit.storage.MemoryStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class RulesContractTest extends PartContract<RulesConfig> {
  private final Storage storage = new MemoryStorage();

  @Override
  protected PartFactory<RulesConfig> factory() {
    QueryEngine engine = new FakeQuery();
    AlertSink sink = alerts -> {};
    return new RulesPartFactory(
        new FixedServiceRef<>(engine),
        new FixedServiceRef<>(storage),
        new FixedServiceRef<>(sink),
        new NoFiles(),
        new FixedInstances<Discoverer>(
            config -> {
              throw new ConfigException("no discovery is configured");
            }));
  }

  @Override
  protected RulesConfig config() {
    GlobalConfig global =
        new GlobalConfig(
            Duration.ofMinutes(1),
            null,
            List.of(),
            Duration.ofSeconds(1),
            Duration.ZERO,
            "",
            "",
            Labels.empty(),
            new ByteSize(0),
            0,
            0,
            0,
            0,
            0,
            0,
            "utf8",
            "",
            false,
            false,
            false,
            null);
    return new RulesConfig(
        List.of(),
        new AlertingConfig(List.of(), List.of()),
        global,
        Duration.ofHours(1),
        Duration.ofMinutes(10),
        Duration.ofMinutes(1),
        4,
        4,
        2,
        false);
  }

  /** No rule files. */
  private static final class NoFiles implements ConfigReader {
    @Override
    public <C extends Record> C read(Path file, Class<C> type) {
      throw new ConfigException("no such file");
    }

    @Override
    public <C extends Record> C parse(String name, Path folder, String text, Class<C> type) {
      throw new ConfigException("no such file");
    }
  }
}
