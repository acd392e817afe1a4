package com.example.horn;

import io.pharos.spi.notify.Notifier;
import io.pharos.spi.notify.NotifierFactory;
import io.pharos.spi.runtime.Context;
import org.pf4j.Extension;

/** Makes horns: {@code horn_configs} of a receiver. */
@Extension
public final class HornFactory implements NotifierFactory<HornConfig> {
  @Override
  public String type() {
    return "horn";
  }

  @Override
  public Class<HornConfig> configType() {
    return HornConfig.class;
  }

  @Override
  public Notifier create(HornConfig config, Context context) {
    return new Horn(config);
  }
}
