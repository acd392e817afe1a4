package io.pharos.testkit.notify;

import io.pharos.spi.error.RemoteException;
import io.pharos.spi.notify.Notification;
import io.pharos.spi.notify.Notifier;
import io.pharos.spi.notify.NotifierFactory;
import io.pharos.spi.runtime.Context;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what its notifiers are told, or refuses it. Thread-safe. */
public final class FakeNotify implements NotifierFactory<FakeNotify.Config> {
  private final List<Notification> told = new CopyOnWriteArrayList<>();
  private volatile boolean broken;

  /** Settings: whether it wants to hear of alerts that are over. */
  public record Config(boolean sendResolved) {}

  /** What was told, oldest first. */
  public List<Notification> told() {
    return List.copyOf(told);
  }

  /** From now on nothing can be told. */
  public void breakDown() {
    broken = true;
  }

  @Override
  public String type() {
    return "fake";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Notifier create(Config config, Context context) {
    return new Notifier() {
      @Override
      public void notify(Notification notification) {
        if (broken) {
          throw new RemoteException(RemoteException.Code.UNREACHABLE, "nobody is there");
        }
        told.add(notification);
      }

      @Override
      public boolean sendsResolved() {
        return config.sendResolved();
      }

      @Override
      public void close() {}
    };
  }
}
