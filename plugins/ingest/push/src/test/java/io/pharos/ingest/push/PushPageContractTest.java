package io.pharos.ingest.push;

import io.pharos.spi.web.WebFactory;
import io.pharos.testkit.web.WebContract;

class PushPageContractTest extends WebContract<PushPageFactory.Config> {
  @Override
  protected WebFactory<PushPageFactory.Config> factory() {
    return new PushPageFactory();
  }

  @Override
  protected PushPageFactory.Config config() {
    return new PushPageFactory.Config();
  }
}
