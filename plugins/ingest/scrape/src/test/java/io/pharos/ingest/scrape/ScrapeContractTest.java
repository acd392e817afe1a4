package io.pharos.ingest.scrape;

import io.pharos.spi.config.ConfigReader;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.part.PartFactory;
import io.pharos.spi.storage.Storage;
import io.pharos.testkit.discovery.FakeDiscovery;
import io.pharos.testkit.exporter.FakeExporter;
import io.pharos.testkit.http.FakeHttp;
import io.pharos.testkit.part.PartContract;
import io.pharos.testkit.query.FakeQuery;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.runtime.FixedInstances;
import io.pharos.testkit.runtime.FixedServiceRef;
import io.pharos.testkit.storage.MemoryStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class ScrapeContractTest extends PartContract<ScrapeConfig> {
  private static final FakeDiscovery.Config TARGET = new FakeDiscovery.Config(List.of("t:1"));

  private final Storage storage = new MemoryStorage();
  private final FakeHttp target = new FakeHttp().answer(200, "text/plain", "a 1\n");

  @Override
  protected PartFactory<ScrapeConfig> factory() {
    return new ScrapePartFactory(
        new FixedServiceRef<>(storage),
        new FixedInstances<>(config -> new FakeDiscovery().create(TARGET, context())),
        new FixedInstances<>(
            config -> new FakeExporter().create(new FakeExporter.Config(), context())),
        new FixedServiceRef<>(new FakeQuery()),
        new NoFiles(),
        file -> "");
  }

  @Override
  protected FakeContext context() {
    return super.context().withHttp(target);
  }

  @Override
  protected ScrapeConfig config() {
    return Jobs.config(
        Jobs.job(
            "job",
            Map.of(),
            List.of(),
            List.of(),
            new ExtensionConfig("discovery", "fake", TARGET)));
  }

  /** No included files. */
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
