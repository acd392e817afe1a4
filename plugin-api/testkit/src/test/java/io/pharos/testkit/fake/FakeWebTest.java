package io.pharos.testkit.fake;

import io.pharos.spi.web.WebFactory;
import io.pharos.testkit.web.FakeWeb;
import io.pharos.testkit.web.WebContract;

class FakeWebTest extends WebContract<FakeWeb.Config> {
  @Override
  protected WebFactory<FakeWeb.Config> factory() {
    return new FakeWeb();
  }

  @Override
  protected FakeWeb.Config config() {
    return new FakeWeb.Config("hello");
  }
}
