package io.pharos.ingest.push;

import io.pharos.spi.part.PartFactory;
import io.pharos.testkit.part.PartContract;
import java.util.List;

class PushContractTest extends PartContract<PushConfig> {
  @Override
  protected PartFactory<PushConfig> factory() {
    return new PushPartFactory(site -> List.of());
  }

  @Override
  protected PushConfig config() {
    return PushServer.config();
  }
}
