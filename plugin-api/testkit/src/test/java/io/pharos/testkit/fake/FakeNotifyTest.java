package io.pharos.testkit.fake;

import io.pharos.spi.notify.NotifierFactory;
import io.pharos.testkit.notify.FakeNotify;
import io.pharos.testkit.notify.NotifyContract;

class FakeNotifyTest extends NotifyContract<FakeNotify.Config> {
  private final FakeNotify factory = new FakeNotify();

  @Override
  protected NotifierFactory<FakeNotify.Config> factory() {
    return factory;
  }

  @Override
  protected FakeNotify.Config config() {
    return new FakeNotify.Config(true);
  }

  @Override
  protected int delivered() {
    return factory.told().size();
  }

  @Override
  protected void breakTheOtherSide() {
    factory.breakDown();
  }
}
