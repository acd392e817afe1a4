package io.pharos.alert.router;

import io.pharos.spi.part.PartFactory;
import io.pharos.testkit.notify.FakeNotify;
import io.pharos.testkit.part.PartContract;
import io.pharos.testkit.runtime.FixedInstances;
import java.util.List;

class RouterContractTest extends PartContract<RouterConfig> {
  @Override
  protected PartFactory<RouterConfig> factory() {
    FakeNotify notify = new FakeNotify();
    return new RouterPartFactory(
        new FixedInstances<>(config -> notify.create(new FakeNotify.Config(true), context())),
        file -> "route: {}");
  }

  @Override
  protected RouterConfig config() {
    return Tower.config(Tower.root(List.of("alertname")));
  }
}
