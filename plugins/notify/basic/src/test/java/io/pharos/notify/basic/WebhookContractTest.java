package io.pharos.notify.basic;

import io.pharos.spi.config.Secret;
import io.pharos.spi.notify.NotifierFactory;
import io.pharos.testkit.http.FakeHttp;
import io.pharos.testkit.notify.NotifyContract;
import io.pharos.testkit.runtime.FakeContext;

class WebhookContractTest extends NotifyContract<WebhookConfig> {
  private final FakeHttp hook = new FakeHttp();
  private boolean broken;

  @Override
  protected NotifierFactory<WebhookConfig> factory() {
    return new WebhookNotifierFactory();
  }

  @Override
  protected WebhookConfig config() {
    return new WebhookConfig(true, null, new Secret("http://hook/path"), "", 0, "0s");
  }

  @Override
  protected FakeContext context() {
    return super.context().withHttp(hook);
  }

  @Override
  protected int delivered() {
    return broken ? 0 : hook.requests().size();
  }

  @Override
  protected void breakTheOtherSide() {
    broken = true;
    hook.answer(503, "text/plain", "down");
  }
}
