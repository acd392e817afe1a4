package io.pharos.alert.router;

import io.pharos.spi.web.WebFactory;
import io.pharos.testkit.web.WebContract;

class RouterPageContractTest extends WebContract<RouterPageFactory.Config> {
  @Override
  protected WebFactory<RouterPageFactory.Config> factory() {
    return new RouterPageFactory();
  }

  @Override
  protected RouterPageFactory.Config config() {
    return new RouterPageFactory.Config();
  }
}
