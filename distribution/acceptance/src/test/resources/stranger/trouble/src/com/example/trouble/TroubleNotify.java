package com.example.trouble;

import io.pharos.spi.notify.Notification;
import io.pharos.spi.notify.Notifier;
import io.pharos.spi.notify.NotifierFactory;
import io.pharos.spi.runtime.Context;
import org.pf4j.Extension;

/** Makes notifiers that tell nobody. */
@Extension
public final class TroubleNotify implements NotifierFactory<TroubleConfig> {
  @Override
  public String type() {
    return "trouble";
  }

  @Override
  public Class<TroubleConfig> configType() {
    return TroubleConfig.class;
  }

  @Override
  public Notifier create(TroubleConfig config, Context context) {
    config.at("create");
    return new Notifier() {
      @Override
      public void notify(Notification notification) {
        config.at("notify");
      }

      @Override
      public boolean sendsResolved() {
        config.at("sendsResolved");
        return true;
      }

      @Override
      public void close() {
        config.at("close");
      }
    };
  }
}
