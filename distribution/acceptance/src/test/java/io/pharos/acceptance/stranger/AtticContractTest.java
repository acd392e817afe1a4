package io.pharos.acceptance.stranger;

import io.pharos.spi.storage.Storage;
import io.pharos.spi.storage.StorageFactory;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.storage.StorageContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

class AtticContractTest extends StorageContract {
  private static final LoadedStranger ATTIC = LoadedStranger.of(StrangerPlugin.of("attic"));

  private final FakeContext context = new FakeContext(Path.of("unused"));

  @Override
  @SuppressWarnings("unchecked") // it is handed a record of its own type
  protected Storage create() {
    StorageFactory<Record> factory = ATTIC.factory(StorageFactory.class);
    return factory.create(LoadedStranger.record(factory.configType(), 100_000), context);
  }

  @AfterEach
  void close() {
    context.close();
  }
}
