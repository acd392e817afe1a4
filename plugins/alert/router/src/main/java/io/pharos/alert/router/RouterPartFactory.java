package io.pharos.alert.router;

import io.pharos.spi.config.ConfigView;
import io.pharos.spi.notify.Notifier;
import io.pharos.spi.part.Part;
import io.pharos.spi.part.PartFactory;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Instances;
import jakarta.inject.Inject;
import org.pf4j.Extension;

/** Makes the part that is the alertmanager. */
@Extension
public final class RouterPartFactory implements PartFactory<RouterConfig> {
  private final Instances<Notifier> notifiers;
  private final ConfigView view;

  @Inject
  public RouterPartFactory(Instances<Notifier> notifiers, ConfigView view) {
    this.notifiers = notifiers;
    this.view = view;
  }

  @Override
  public String name() {
    return "alertmanager";
  }

  @Override
  public Class<RouterConfig> configType() {
    return RouterConfig.class;
  }

  @Override
  public Part create(RouterConfig config, Context context) {
    return new RouterPart(config, context, notifiers, view);
  }
}
