package io.pharos.web.ui;

import io.pharos.spi.web.WebFactory;
import io.pharos.testkit.web.WebContract;
import java.util.List;

class UiContractTest extends WebContract<UiConfig> {
  @Override
  protected WebFactory<UiConfig> factory() {
    return new UiFactory(List::of);
  }

  @Override
  protected UiConfig config() {
    return new UiConfig("");
  }
}
