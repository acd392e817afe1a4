package io.pharos.testkit.fake;

import io.pharos.spi.storage.Storage;
import io.pharos.testkit.storage.MemoryStorage;
import io.pharos.testkit.storage.StorageContract;

class MemoryStorageTest extends StorageContract {
  @Override
  protected Storage create() {
    return new MemoryStorage();
  }
}
