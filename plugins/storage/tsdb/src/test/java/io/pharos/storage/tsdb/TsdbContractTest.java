package io.pharos.storage.tsdb;

import io.pharos.spi.storage.Storage;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.storage.StorageContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class TsdbContractTest extends StorageContract {
  @TempDir Path folder;

  @Override
  protected Storage create() {
    return new TsdbFactory()
        .create(TsdbConfig.in(folder.resolve("data").toString()), new FakeContext(folder));
  }
}
