package io.pharos.notify.basic;

import io.pharos.spi.notify.Notifier;
import io.pharos.spi.notify.NotifierFactory;
import io.pharos.spi.runtime.Context;
import org.pf4j.Extension;

/** Makes notifiers for {@code webhook_configs}. */
@Extension
public final class WebhookNotifierFactory implements NotifierFactory<WebhookConfig> {
  @Override
  public String type() {
    return "webhook";
  }

  @Override
  public Class<WebhookConfig> configType() {
    return WebhookConfig.class;
  }

  @Override
  public Notifier create(WebhookConfig config, Context context) {
    return new WebhookNotifier(config, context);
  }
}
