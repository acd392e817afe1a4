package io.pharos.ingest.remotewrite;

import io.pharos.spi.part.PartFactory;
import io.pharos.spi.storage.Storage;
import io.pharos.testkit.part.PartContract;
import io.pharos.testkit.runtime.FixedServiceRef;
import io.pharos.testkit.storage.MemoryStorage;
import java.util.List;

class RemoteWriteContractTest extends PartContract<RemoteWriteConfig> {
  private final Storage storage = new MemoryStorage();

  @Override
  protected PartFactory<RemoteWriteConfig> factory() {
    return new RemoteWriteFactory(new FixedServiceRef<>(storage));
  }

  @Override
  protected RemoteWriteConfig config() {
    return new RemoteWriteConfig(true, List.of());
  }
}
